/** Node's Buffer, which the readers of files use. */
export { Buffer } from 'buffer';
