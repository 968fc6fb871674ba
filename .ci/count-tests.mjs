// Prints "PASSED FAILED" from vitest's JSON report (first argument), given vitest's exit status (second).
// A file that did not load counts as one failure, and so does a run that failed or ended without a word on why.
import { readFileSync } from 'node:fs';

const [reportFile, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8'));
  for (const file of testResults) {
    const failures = file.assertionResults.filter((test) => test.status === 'failed').length;
    passed += file.assertionResults.filter((test) => test.status === 'passed').length;
    failed += file.status === 'failed' ? Math.max(failures, 1) : failures;
  }
} catch (error) {
  console.error(`no report of the tests: ${error.message}`);
}
if (failed === 0 && (passed === 0 || status !== '0')) {
  failed = 1;
}
console.log(`${passed} ${failed}`);
