/** Every resource of the local stack is in this region. */
export const REGION = 'us-east-1';

/** Every resource of the local stack belongs to this account: fauxqs knows no other. */
export const ACCOUNT = '000000000000';
