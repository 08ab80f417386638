import com.itextpdf.text.Document;
import com.itextpdf.text.pdf.ICC_Profile;
import com.itextpdf.text.pdf.PRStream;
import com.itextpdf.text.pdf.PdfAConformanceLevel;
import com.itextpdf.text.pdf.PdfACopy;
import com.itextpdf.text.pdf.PdfDictionary;
import com.itextpdf.text.pdf.PdfName;
import com.itextpdf.text.pdf.PdfReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import org.apache.pdfbox.preflight.Format;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/**
 * What two programs that know nothing of ours say of PDF files: PDFBox's preflight, which checks PDF/A-1b, and iText's copy for PDF/A-2a, which refuses
 * what that level does not allow. One fault a line: file, program, code, words; tabs between.
 */
public class CheckPdfA {
  public static void main(String[] files) {
    for (String file : files) {
      try {
        preflight(file);
      } catch (Exception e) {
        say(file, "preflight", "-", e.toString());
      }
      try {
        copy(file);
      } catch (Exception e) {
        say(file, "itext", "-", e.toString());
      }
    }
  }

  static void preflight(String file) throws Exception {
    PreflightParser parser = new PreflightParser(new File(file));
    ValidationResult result;
    try {
      parser.parse(Format.PDF_A1B);
      try (PreflightDocument document = parser.getPreflightDocument()) {
        document.validate();
        result = document.getResult();
      }
    } catch (SyntaxValidationException e) {
      result = e.getResult();
    }
    for (ValidationResult.ValidationError error : result.getErrorsList())
      say(file, "preflight", error.getErrorCode(), error.getDetails());
  }

  static void copy(String file) throws Exception {
    PdfReader reader = new PdfReader(file);
    Document document = new Document();
    PdfACopy copy = new PdfACopy(document, new ByteArrayOutputStream(), PdfAConformanceLevel.PDF_A_2A);
    copy.setTagged();
    document.open();
    // What belongs to the file and not to its pages is handed over as it is.
    copy.setXmpMetadata(reader.getMetadata());
    PdfDictionary catalog = reader.getCatalog();
    PRStream profile = (PRStream) catalog.getAsArray(PdfName.OUTPUTINTENTS).getAsDict(0).getAsStream(PdfName.DESTOUTPUTPROFILE);
    copy.setOutputIntents("Custom", "", "", "sRGB", ICC_Profile.getInstance(PdfReader.getStreamBytes(profile)));
    copy.getExtraCatalog().put(PdfName.LANG, catalog.get(PdfName.LANG));
    for (int page = 1; page <= reader.getNumberOfPages(); page++) copy.addPage(copy.getImportedPage(reader, page, true));
    document.close();
  }

  static void say(String file, String program, String code, String words) {
    System.out.println(file + "\t" + program + "\t" + code + "\t" + words.replaceAll("\\s+", " "));
  }
}
