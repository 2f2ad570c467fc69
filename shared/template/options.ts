import type { City } from '../city/city.ts';
import type { CodeList } from '../schema/codes.ts';
import type { Column } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { columnLetters, rangeReference } from '../sheet/reference.ts';
import type { CellSpec, DefinedName, SheetSpec } from '../sheet/sheet-spec.ts';
import { yearOf } from '../time/period.ts';
import { YES_NO } from './cells.ts';
import { FIRST_ROW } from './layout.ts';
import { placesOf, type OptionList, type Places } from './places.ts';
import { OPTION, OPTION_TITLE } from './appearance.ts';

/** Hidden from clerks, named so that whoever unhides it knows what it is. */
const OPTIONS_SHEET = '选项（请勿改动）';

/** The drop-downs of one template. */
export class Options {
  readonly #places: Places;
  readonly #division: string;
  readonly city: City;
  readonly #codes = new Map<CodeList, OptionList>();
  readonly #units: OptionList;
  readonly #zones: OptionList;

  constructor(division: string, city: City, tables: readonly TableDefinition[]) {
    this.#division = division;
    this.city = city;
    this.#places = placesOf(division, city.register);
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

  /** The source of a column's drop-down in the first row of data, or null where it has none. */
  sourceOf(table: TableDefinition, column: Column): string | null {
    const { type } = column;
    if ('list' in type) return this.#codes.get(type.list)?.name ?? null;
    if (type.kind === 'flag') return quoted(YES_NO);
    if (type.kind === 'period') return quoted([this.city.period]);
    const cell = (field: string): string =>
      `$${columnLetters(table.columns.findIndex((candidate) => candidate.field === field))}${FIRST_ROW + 1}`;
    switch (column.field) {
      case 'year':
        return quoted([String(yearOf(this.city.period))]);
      case 'zone':
        return this.#zones.name;
      case 'unit_name':
        return this.#units.name;
      case 'county_name':
        // Municipal money belongs to no county; only the city's own sheet can hold it.
        return table.kind === 'finance' && this.#division === this.city.register.cityCode
          ? '选项_市县'
          : this.#units.name;
      case 'town_name':
        return this.#places.townships(cell('county_name'));
      case 'village_name':
        return this.#places.villages(cell('county_name'), cell('town_name'));
      default:
        return null;
    }
  }

  #lists(): readonly OptionList[] {
    const city = this.#division === this.city.register.cityCode;
    return [
      ...this.#codes.values(),
      this.#units,
      ...(city
        ? [
            {
              name: '选项_市县',
              title: '市、县（市、区）',
              values: [this.city.register.cityName, ...this.#units.values],
            },
          ]
        : []),
      this.#zones,
      ...this.#places.lists,
    ].filter(({ values }) => values.length > 0);
  }

  /** Each list a column below its title. */
  sheet(): SheetSpec {
    const lists = this.#lists();
    const height = Math.max(...lists.map(({ values }) => values.length));
    return {
      name: OPTIONS_SHEET,
      hidden: true,
      isProtected: true,
      rows: [
        // Never a column's bare name: the sheet must not look like a table to the reader.
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

  names(): readonly DefinedName[] {
    return this.#lists().map(({ name, values }, index) => {
      const range = rangeReference({ top: 1, left: index, bottom: values.length, right: index });
      return { name, refersTo: `'${OPTIONS_SHEET}'!${range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')}` };
    });
  }
}

/** A list inside the rule itself, as Excel writes it. */
const quoted = (values: readonly string[]): string => `"${values.join(',')}"`;
