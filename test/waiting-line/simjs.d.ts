/** The bundle exports nothing: see in-simjs.ts. */
declare module 'simjs';
