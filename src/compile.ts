/** Compiled machines: what a machine means, several times as fast. */
export { compile } from './compiler/compile.js';
export { CompileError } from './compiler/compile-error.js';
