import { workerData } from 'node:worker_threads';
import { type RailShift, workAtTheRails } from './rail-shift.js';

// One of the staff, on a thread of their own. Loaded by URL from rail-trials.ts.

workAtTheRails(workerData as RailShift);
