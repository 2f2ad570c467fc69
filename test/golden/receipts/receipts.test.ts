import { compareWithWritten } from '../compared.ts';
import { goldenReceipts } from './receipts.ts';

compareWithWritten(import.meta.dirname, goldenReceipts());
