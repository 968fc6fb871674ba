// Reads all that an inspector at an address has to tell, as its page does, and says so when it has begun.
import { get } from 'node:http';

const [address] = process.argv.slice(2);
get(address.replace('/?', '/frames?'), (response) => {
  console.log('reading');
  response.resume();
});
