/** Where the service of `uplift local` listens unless told otherwise. */
export const LOCAL_PORT = 4566;
