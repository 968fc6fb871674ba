import { expect, test } from 'vitest';
import { errorMessage } from '../../src/cli/error-message.js';

test('a message stays one line and colours nothing, whatever was typed', () => {
  const error = Object.assign(new Error('no scenario is called "two\nst\u001b[31maff\u202e"'), {
    code: 'ERR_SCENARIO',
  });

  expect(errorMessage(error)).toBe('short-order: no scenario is called "two\\nst\\u001b[31maff\\u202e"');
});
