import { expect, test } from 'vitest';
import { createDesk } from './short-order.js';

test('a script of commands is echoed and answered, each truly', async () => {
  const script = 'break kitchen\ncontinue\nqueue\nstep\nwhere\nback\nquit\n';

  const { stdout, stderr, code } = await createDesk().type('debug two-staff', script);

  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout.slice(stdout.indexOf('debug> '))).toBe(`debug> break kitchen
breakpoint 2: kitchen
debug> continue
decision 1 at 0 ms, breakpoint 2 is next: kitchen
       1  John: after tyingTheApron                 arriving → lookingForATask
          sends task.wanted staff John to kitchen
next   2  John > kitchen: task.wanted staff John
debug> queue
Lanes
  John > kitchen  task.wanted staff John
Timers
  at 0 ms  Jane: after tyingTheApron
debug> step
decision 2 at 0 ms
       2  John > kitchen: task.wanted staff John    closing, queue changed
          sends task.given task {kind cook, item …} to John
          emits queue.changed waiting 2
next   3  kitchen > John: task.given task {kind cook, item …}
debug> where
restaurant  open.working
counter     open.door.shut & desk.unattended
John        lookingForATask                   1 waiting
Jane        arriving
kitchen     closing
debug> back
decision 1 at 0 ms, breakpoint 2 is next: kitchen
       1  John: after tyingTheApron                 arriving → lookingForATask
          sends task.wanted staff John to kitchen
next   2  John > kitchen: task.wanted staff John
debug> quit
`);
});
