"""Writes golden files with openpyxl, XlsxWriter, xlwt, odfpy and Python's own csv: python3 writers.py JOBS FOLDER (see make.ts)."""
import csv
import io
import json
import os
import sys
from datetime import datetime, timedelta

jobs, folder = json.load(open(sys.argv[1], encoding='utf-8')), sys.argv[2]
MADE = datetime(2016, 7, 1)


def kind(cell):
    """A cell as kind and value: text, number, flag, day, formula or nothing."""
    if cell is None:
        return None, None
    if isinstance(cell, bool):
        return 'flag', cell
    if isinstance(cell, (int, float)):
        return 'number', cell
    if isinstance(cell, str):
        return 'text', cell
    for name in ('day', 'formula', 'number'):
        if name in cell:
            return name, cell[name]


def cells(sheet):
    for r, row in enumerate(sheet['rows']):
        for c, cell in enumerate(row):
            name, value = kind(cell)
            if name:
                yield r, c, name, value, cell


def write_openpyxl(book, path, job):
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter
    made = openpyxl.Workbook()
    made.remove(made.active)
    if book.get('date1904'):
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for sheet in book['sheets']:
        target = made.create_sheet(sheet['name'])
        for r, c, name, value, cell in cells(sheet):
            place = target.cell(r + 1, c + 1)
            if name == 'formula':
                place.value = '=' + value
            elif name == 'text':
                place.value = value
                place.data_type = 's'
            else:
                place.value = value
            if name == 'day':
                place.number_format = cell.get('format', 'yyyy-mm-dd')
            elif name == 'number' and isinstance(cell, dict):
                place.number_format = cell['format']
        for top, left, bottom, right in sheet.get('merges', []):
            target.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for row in sheet.get('hiddenRows', []):
            target.row_dimensions[row + 1].hidden = True
        for column in sheet.get('hiddenColumns', []):
            target.column_dimensions[get_column_letter(column + 1)].hidden = True
        for row, column, text in sheet.get('notes', []):
            target.cell(row + 1, column + 1).comment = Comment(text, '审核')
        if sheet.get('hidden'):
            target.sheet_state = 'hidden'
    made.active = next(i for i, sheet in enumerate(book['sheets']) if not sheet.get('hidden'))
    made.properties.created = made.properties.modified = MADE
    made.save(path)


def write_xlsxwriter(book, path, job):
    import xlsxwriter
    options = {'constant_memory': bool(job.get('inline')), 'strings_to_formulas': False, 'strings_to_urls': False, 'date_1904': bool(book.get('date1904'))}
    made = xlsxwriter.Workbook(path, options)
    made.set_properties({'created': MADE})
    for sheet in book['sheets']:
        target = made.add_worksheet(sheet['name'])
        for r, c, name, value, cell in cells(sheet):
            if name == 'formula':
                # XlsxWriter takes an error for a result by its text.
                target.write_formula(r, c, '=' + value, None, cell.get('error', cell.get('result', 0)))
            elif name == 'text':
                target.write_string(r, c, value)
            elif name == 'flag':
                target.write_boolean(r, c, value)
            else:
                shape = cell.get('format', 'yyyy-mm-dd') if isinstance(cell, dict) else None
                target.write_number(r, c, value, made.add_format({'num_format': shape}) if shape else None)
        if not job.get('inline'):
            for top, left, bottom, right in sheet.get('merges', []):
                name, value = kind(sheet['rows'][top][left]) if left < len(sheet['rows'][top]) else (None, None)
                target.merge_range(top, left, bottom, right, value if name == 'text' else '', None)
        for row in sheet.get('hiddenRows', []):
            target.set_row(row, None, None, {'hidden': True})
        for column in sheet.get('hiddenColumns', []):
            target.set_column(column, column, None, None, {'hidden': True})
        for row, column, text in sheet.get('notes', []):
            target.write_comment(row, column, text)
        if sheet.get('hidden'):
            target.hide()
    if job.get('macros'):
        made.add_vba_project(job['macros'])
    made.close()


def write_xlwt(book, path, job):
    import xlwt
    made = xlwt.Workbook(encoding='utf-8')
    made.dates_1904 = bool(book.get('date1904'))
    for sheet in book['sheets']:
        target = made.add_sheet(sheet['name'])
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.get('merges', [])}
        for r, c, name, value, cell in cells(sheet):
            style = xlwt.XFStyle()
            if isinstance(cell, dict) and name != 'formula':
                style.num_format_str = cell.get('format', 'yyyy-mm-dd')
            content = xlwt.Formula(value) if name == 'formula' else value
            if (r, c) in merged:
                target.write_merge(r, merged[r, c][0], c, merged[r, c][1], content, style)
            else:
                target.write(r, c, content, style)
        for row in sheet.get('hiddenRows', []):
            target.row(row).hidden = 1
        for column in sheet.get('hiddenColumns', []):
            target.col(column).hidden = 1
        if sheet.get('hidden'):
            target.visibility = 1
    made.active_sheet = next(i for i, sheet in enumerate(book['sheets']) if not sheet.get('hidden'))
    made.save(path)


def write_odfpy(book, path, job):
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableProperties
    from odf.table import CalculationSettings, CoveredTableCell, NullDate, Table, TableCell, TableColumn, TableRow
    from odf.text import LineBreak, P, S, Tab
    made = OpenDocumentSpreadsheet()
    if book.get('date1904'):
        settings = CalculationSettings()
        settings.addElement(NullDate(datevalue='1904-01-01'))
        made.spreadsheet.addElement(settings)
    unseen = Style(name='unseen', family='table')
    unseen.addElement(TableProperties(display='false'))
    made.automaticstyles.addElement(unseen)
    start = datetime(1904, 1, 1) if book.get('date1904') else datetime(1899, 12, 30)

    def paragraph(text):
        p = P()
        for at, line in enumerate(text.split('\n')):
            if at:
                p.addElement(LineBreak())
            p.addText(line)
        return p

    for sheet in book['sheets']:
        table = Table(name=sheet['name'], **({'stylename': unseen} if sheet.get('hidden') else {}))
        width = max(len(row) for row in sheet['rows'])
        for column in range(width):
            table.addElement(TableColumn(**({'visibility': 'collapse'} if column in sheet.get('hiddenColumns', []) else {})))
        merges = sheet.get('merges', [])
        spans = {(m[0], m[1]): m for m in merges}
        covered = {(r, c) for top, left, bottom, right in merges for r in range(top, bottom + 1) for c in range(left, right + 1)} - set(spans)
        notes = {(row, column): text for row, column, text in sheet.get('notes', [])}
        for r, row in enumerate(sheet['rows']):
            line = TableRow(**({'visibility': 'collapse'} if r in sheet.get('hiddenRows', []) else {}))
            for c in range(width):
                cell = row[c] if c < len(row) else None
                name, value = kind(cell)
                at = {}
                if (r, c) in spans:
                    top, left, bottom, right = spans[r, c]
                    at = {'numberrowsspanned': bottom - top + 1, 'numbercolumnsspanned': right - left + 1}
                if (r, c) in covered:
                    line.addElement(CoveredTableCell())
                    continue
                text = None
                if name == 'text':
                    at['valuetype'], text = 'string', value
                elif name == 'flag':
                    at.update(valuetype='boolean', booleanvalue='true' if value else 'false')
                elif name == 'number':
                    at.update(valuetype='float', value=value)
                elif name == 'day':
                    moment = start + timedelta(days=value)
                    at.update(valuetype='date', datevalue=moment.date().isoformat() if value == int(value) else moment.isoformat())
                elif name == 'formula':
                    at['formula'] = 'of:=' + value
                made_cell = TableCell(**at)
                if (r, c) in notes:
                    note = Annotation()
                    note.addElement(P(text=notes[r, c]))
                    made_cell.addElement(note)
                if text is not None:
                    made_cell.addElement(paragraph(text))
                line.addElement(made_cell)
            table.addElement(line)
        made.spreadsheet.addElement(table)
    made.save(path)


def shown(cell):
    name, value = kind(cell)
    if name is None:
        return ''
    if name == 'day':
        return (datetime(1899, 12, 30) + timedelta(days=value)).strftime(cell.get('text', '%Y-%m-%d'))
    if name == 'formula':
        return str(cell.get('error', cell.get('result', '')))
    if name == 'flag':
        return 'TRUE' if value else 'FALSE'
    return str(value)


def write_csv(book, path, job):
    out = io.StringIO(newline='')
    ids = {'＝': lambda text: '="' + text + '"', "'": lambda text: "'" + text, 'tab': lambda text: text + '\t'}.get(job.get('wrap'))
    writer = csv.writer(out, delimiter=job.get('delimiter', ','), lineterminator=job.get('newline', '\r\n'), quoting=csv.QUOTE_ALL if job.get('quoteAll') else csv.QUOTE_MINIMAL)
    for row in book['sheets'][0]['rows']:
        texts = [shown(cell) for cell in row]
        if ids:
            texts = [ids(text) if len(text) >= 16 and text[:15].isdigit() else text for text in texts]
        writer.writerow(texts)
    text = job.get('before', '') + out.getvalue()
    with open(path, 'wb') as file:
        file.write(text.encode(job['encoding']))


for job in jobs:
    if job['by'] in ('openpyxl', 'XlsxWriter', 'xlwt', 'odfpy', 'csv'):
        path = os.path.join(folder, job['file'])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        globals()['write_' + job['by'].lower()](job['content'], path, job)
