import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.*;
import org.apache.poi.ss.usermodel.*;
import org.apache.poi.ss.util.CellRangeAddress;

/**
 * Writes golden files with Apache POI and JExcelAPI: java Writers.java LINES FOLDER (see make.ts). Java has no JSON of its own, so jobs come
 * as lines of tab-separated words, texts in Base64.
 */
public class Writers {
  public static void main(String[] args) throws Exception {
    List<String[]> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) lines.add(line.split("\t", -1));
    List<String[]> job = new ArrayList<>();
    for (String[] line : lines) {
      if (line[0].equals("job") && !job.isEmpty()) { write(job, args[1]); job.clear(); }
      job.add(line);
    }
    if (!job.isEmpty()) write(job, args[1]);
  }

  static String text(String base64) { return new String(Base64.getDecoder().decode(base64), java.nio.charset.StandardCharsets.UTF_8); }

  static void write(List<String[]> job, String folder) throws Exception {
    File out = new File(folder, job.get(0)[2]);
    out.getParentFile().mkdirs();
    if (job.get(0)[1].equals("JExcelAPI")) jxl(job, out); else poi(job, out);
  }

  static void poi(List<String[]> job, File out) throws Exception {
    String option = job.get(0)[3];
    HSSFWorkbook book = new HSSFWorkbook();
    int front = -1;
    Map<String, CellStyle> styles = new HashMap<>();
    Sheet sheet = null;
    for (String[] w : job.subList(1, job.size())) {
      switch (w[0]) {
        case "sheet":
          sheet = book.createSheet(text(w[1]));
          if (w[2].equals("hidden")) book.setSheetHidden(book.getNumberOfSheets() - 1, true);
          else if (front < 0) book.setActiveSheet(front = book.getNumberOfSheets() - 1);
          break;
        case "merge": sheet.addMergedRegion(new CellRangeAddress(num(w[1]), num(w[3]), num(w[2]), num(w[4]))); break;
        case "hiddenRow": row(sheet, num(w[1])).setZeroHeight(true); break;
        case "hiddenColumn": sheet.setColumnHidden(num(w[1]), true); break;
        case "note": {
          Drawing<?> drawing = sheet.createDrawingPatriarch();
          Comment comment = drawing.createCellComment(book.getCreationHelper().createClientAnchor());
          comment.setString(book.getCreationHelper().createRichTextString(text(w[3])));
          row(sheet, num(w[1])).getCell(num(w[2])).setCellComment(comment);
          break;
        }
        default: {
          Cell cell = row(sheet, num(w[1])).createCell(num(w[2]));
          switch (w[0]) {
            case "text": cell.setCellValue(text(w[3])); break;
            case "flag": cell.setCellValue(w[3].equals("true")); break;
            case "formula": cell.setCellFormula(text(w[3])); break;
            default:
              cell.setCellValue(Double.parseDouble(w[3]));
              if (!w[4].isEmpty()) {
                String shape = text(w[4]);
                cell.setCellStyle(styles.computeIfAbsent(shape, s -> { CellStyle style = book.createCellStyle(); style.setDataFormat(book.createDataFormat().getFormat(s)); return style; }));
              }
          }
        }
      }
    }
    if (option.equals("evaluated")) book.getCreationHelper().createFormulaEvaluator().evaluateAll();
    if (option.equals("password")) Biff8EncryptionKey.setCurrentUserPassword("mima");
    if (option.equals("built-in")) Biff8EncryptionKey.setCurrentUserPassword("VelvetSweatshop");
    try (OutputStream to = new FileOutputStream(out)) { book.write(to); }
    Biff8EncryptionKey.setCurrentUserPassword(null);
  }

  static int num(String word) { return Integer.parseInt(word); }

  static Row row(Sheet sheet, int at) { Row row = sheet.getRow(at); return row == null ? sheet.createRow(at) : row; }

  static void jxl(List<String[]> job, File out) throws Exception {
    jxl.WorkbookSettings settings = new jxl.WorkbookSettings();
    settings.setEncoding("UTF-8");
    jxl.write.WritableWorkbook book = jxl.Workbook.createWorkbook(out, settings);
    jxl.write.WritableSheet sheet = null;
    for (String[] w : job.subList(1, job.size())) {
      switch (w[0]) {
        case "sheet": sheet = book.createSheet(text(w[1]), book.getNumberOfSheets()); sheet.getSettings().setHidden(w[2].equals("hidden")); break;
        case "merge": sheet.mergeCells(num(w[2]), num(w[1]), num(w[4]), num(w[3])); break;
        case "hiddenRow": { jxl.CellView view = new jxl.CellView(); view.setHidden(true); sheet.setRowView(num(w[1]), view); break; }
        case "hiddenColumn": { jxl.CellView view = new jxl.CellView(); view.setHidden(true); sheet.setColumnView(num(w[1]), view); break; }
        case "text": sheet.addCell(new jxl.write.Label(num(w[2]), num(w[1]), text(w[3]))); break;
        case "flag": sheet.addCell(new jxl.write.Boolean(num(w[2]), num(w[1]), w[3].equals("true"))); break;
        case "formula": sheet.addCell(new jxl.write.Formula(num(w[2]), num(w[1]), text(w[3]))); break;
        case "number":
          if (w[4].isEmpty()) sheet.addCell(new jxl.write.Number(num(w[2]), num(w[1]), Double.parseDouble(w[3])));
          else sheet.addCell(new jxl.write.Number(num(w[2]), num(w[1]), Double.parseDouble(w[3]), new jxl.write.WritableCellFormat(new jxl.write.NumberFormat(text(w[4]), jxl.write.NumberFormat.COMPLEX_FORMAT))));
          break;
        case "day": {
          jxl.write.DateFormat shape = new jxl.write.DateFormat(text(w[4]));
          Date moment = new Date(Math.round((Double.parseDouble(w[3]) - 25569) * 86400000));
          sheet.addCell(new jxl.write.DateTime(num(w[2]), num(w[1]), moment, new jxl.write.WritableCellFormat(shape), jxl.write.DateTime.GMT));
          break;
        }
        default:
      }
    }
    book.write();
    book.close();
  }
}
