/** The rows of a table's sheet in the template, zero-based. */
export const TITLE_ROW = 0;
export const FACTS_ROW = 1;
export const SECTIONS_ROW = 2;
export const HEADER_ROW = 4;
/** The first row that the clerk fills in. */
export const FIRST_ROW = 5;
/** Rows with formulas below those that are filled in beforehand: they are printed, so there are not many. */
export const COMPUTED_ROWS = 100;
/** Rows with drop-downs and checks; a township has about a thousand households. */
export const GUARDED_ROWS = 5_000;
