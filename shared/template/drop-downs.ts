import type { City } from '../city/city.ts';
import type { RuleWords } from '../rules/rule.ts';
import type { CodeList } from '../schema/codes.ts';
import type { Column } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { columnLetters, rangeReference } from '../sheet/reference.ts';
import type { CellSpec, DefinedName, SheetSpec } from '../sheet/sheet-spec.ts';
import { yearOf } from '../time/period.ts';
import { YES_NO } from './cell-values.ts';
import { placeListsOf, type OptionList, type PlaceLists } from './place-lists.ts';
import { FIRST_ROW } from './sheet-rows.ts';
import { OPTION, OPTION_TITLE } from './template-styles.ts';

/** The hidden sheet with the lists. Its name warns a clerk who unhides it. */
const OPTIONS_SHEET = '选项（请勿改动）';
const CITY_AND_UNITS = '选项_市县';

/** The drop-downs of one template: the lists, and which column offers which list. */
export class DropDowns {
  readonly city: City;
  /** Every rule in force; a column names those that look at it. */
  readonly rules: readonly RuleWords[];
  readonly #division: string;
  readonly #places: PlaceLists;
  readonly #codes = new Map<CodeList, OptionList>();
  readonly #units: OptionList;
  readonly #zones: OptionList;

  constructor(division: string, city: City, tables: readonly TableDefinition[], rules: readonly RuleWords[]) {
    this.city = city;
    this.rules = rules;
    this.#division = division;
    this.#places = placeListsOf(division, city.register);
    this.#units = { name: '选项_县市区', title: '县（市、区）', values: this.#places.units };
    this.#zones = { name: '选项_片区', title: '片区', values: city.programme.zones.map(({ name }) => name) };
    for (const { type, header } of tables.flatMap(({ columns }): readonly Column[] => columns))
      if ('list' in type && !this.#codes.has(type.list))
        this.#codes.set(type.list, {
          name: `选项_${header.replace(/[^\p{Letter}]/gu, '')}`,
          title: header,
          values: type.list.map(({ zh }) => zh),
        });
  }

  /** The source of a column's drop-down, relative to the first row of data; null for a column without one. */
  sourceOf(table: TableDefinition, column: Column): string | null {
    const { type } = column;
    if ('list' in type) return this.#codes.get(type.list)?.name ?? null;
    if (type.kind === 'flag') return inlineList(YES_NO);
    if (type.kind === 'period') return inlineList([this.city.period]);
    const cell = (field: string): string =>
      `$${columnLetters(table.columns.findIndex((candidate) => candidate.field === field))}${FIRST_ROW + 1}`;
    switch (column.field) {
      case 'year':
        return inlineList([String(yearOf(this.city.period))]);
      case 'zone':
        return this.#zones.name;
      case 'unit_name':
        return this.#units.name;
      case 'county_name':
        // Municipal money belongs to no county, and only what is above counties reports it.
        return table.kind === 'finance' && this.#isAboveUnits ? CITY_AND_UNITS : this.#units.name;
      case 'town_name':
        return this.#places.townships(cell('county_name'));
      case 'village_name':
        return this.#places.villages(cell('county_name'), cell('town_name'));
      default:
        return null;
    }
  }

  get #isAboveUnits(): boolean {
    const { root, cities } = this.city.register;
    return [root, ...cities.map(({ code }) => code)].includes(this.#division);
  }

  #lists(): readonly OptionList[] {
    const { root, cities, rootName } = this.city.register;
    // Municipal money is a city's, also where the province's office reports it.
    const inCities = cities.filter(({ code }) => [root, code].includes(this.#division)).map(({ name }) => name);
    const cityAndUnits: OptionList = {
      name: CITY_AND_UNITS,
      title: '市、县（市、区）',
      values: [...(cities.length > 0 ? inCities : [rootName]), ...this.#units.values],
    };
    return [
      ...this.#codes.values(),
      this.#units,
      ...(this.#isAboveUnits ? [cityAndUnits] : []),
      this.#zones,
      ...this.#places.lists,
    ].filter(({ values }) => values.length > 0);
  }

  /** The hidden sheet: each list in a column of its own, below its title. */
  sheet(): SheetSpec {
    const lists = this.#lists();
    const height = Math.max(...lists.map(({ values }) => values.length));
    return {
      name: OPTIONS_SHEET,
      hidden: true,
      isProtected: true,
      rows: [
        // A title always has more words than a header, or the check would take this sheet for a table.
        lists.map(({ title }): CellSpec => ({ value: `选项：${title}`, style: OPTION_TITLE })),
        ...Array.from({ length: height }, (_, row) =>
          lists.map(({ values }): CellSpec =>
            values[row] === undefined ? null : { value: values[row], style: OPTION },
          ),
        ),
      ],
      columnWidths: lists.map(() => 20),
      freeze: { rows: 1, columns: 0 },
    };
  }

  /** The defined names by which the drop-downs refer to the lists. */
  names(): readonly DefinedName[] {
    return this.#lists().map(({ name, values }, index) => {
      const range = rangeReference({ top: 1, left: index, bottom: values.length, right: index });
      return { name, refersTo: `'${OPTIONS_SHEET}'!${range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')}` };
    });
  }
}

/** A list that stands in the rule itself, as Excel writes it. */
const inlineList = (values: readonly string[]): string => `"${values.join(',')}"`;
