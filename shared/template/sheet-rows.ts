/** Where things stand in a sheet of the template; zero-based rows. */
export const TITLE_ROW = 0;
export const FACTS_ROW = 1;
export const SECTIONS_ROW = 2;
export const HEADER_ROW = 4;
export const FIRST_ROW = 5;
/** How far down drop-downs and checks reach; a township has about a thousand households. */
export const GUARDED_ROWS = 5_000;
