import com.itextpdf.text.Rectangle;
import com.itextpdf.text.pdf.AcroFields;
import com.itextpdf.text.pdf.PdfReader;
import com.itextpdf.text.pdf.PdfSignatureAppearance;
import com.itextpdf.text.pdf.PdfStamper;
import com.itextpdf.text.pdf.security.BouncyCastleDigest;
import com.itextpdf.text.pdf.security.CrlClient;
import com.itextpdf.text.pdf.security.CrlClientOffline;
import com.itextpdf.text.pdf.security.LtvTimestamp;
import com.itextpdf.text.pdf.security.LtvVerification;
import com.itextpdf.text.pdf.security.MakeSignature;
import com.itextpdf.text.pdf.security.PrivateKeySignature;
import com.itextpdf.text.pdf.security.TSAClient;
import com.itextpdf.text.pdf.security.TSAClientBouncyCastle;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSUpdateInfo;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureInterface;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Signs, stamps and extends files with PDFBox 2 and iText 5, as services in Java do with the libraries' own examples.
 *
 *   java -cp ... OtherSigners.java KEY.p12 PASSWORD TSA-URL CRL-FOLDER < lines of: verb, file read, file written, argument (tabs between)
 */
public class OtherSigners {
  private static PrivateKey key;
  private static Certificate[] chain;
  private static String authority;
  private static final List<byte[]> lists = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = arguments[1].toCharArray();
    store.load(new FileInputStream(arguments[0]), password);
    String alias = store.aliases().nextElement();
    key = (PrivateKey) store.getKey(alias, password);
    chain = store.getCertificateChain(alias);
    authority = arguments[2];
    for (File one : new File(arguments[3]).listFiles()) if (one.getName().endsWith(".crl")) lists.add(Files.readAllBytes(one.toPath()));
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split("\t", -1);
      try {
        run(words[0], new File(words[1]), new File(words[2]), words.length > 3 ? words[3] : "");
        System.out.println("done");
      } catch (Exception fault) {
        fault.printStackTrace();
        System.out.println(fault.toString().replaceAll("[\\r\\n\\t]+", " "));
      }
    }
  }

  private static void run(String verb, File from, File to, String argument) throws Exception {
    switch (verb) {
      case "pdfbox-form" -> pdfboxForm(to);
      case "pdfbox-sign" -> pdfboxSign(from, to, argument);
      case "pdfbox-fill" -> pdfboxFill(from, to, argument);
      case "pdfbox-describe" -> pdfboxDescribe(from, to, argument);
      case "pdfbox-ltv" -> pdfboxEvidence(from, to);
      case "itext-sign" -> itextSign(from, to, argument);
      case "itext-fill" -> itextFill(from, to, argument);
      case "itext-describe" -> itextDescribe(from, to, argument);
      case "itext-ltv" -> itextEvidence(from, to);
      case "itext-stamp" -> itextStamp(from, to);
      default -> throw new IllegalArgumentException(verb);
    }
  }

  // PDFBox 2, after its examples CreateSignature, CreateVisibleSignature2, CreateSignedTimeStamp and AddValidationInformation.

  private static void pdfboxForm(File to) throws Exception {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(PDType1Font.HELVETICA, 13);
        content.newLineAtOffset(72, 770);
        content.showText("Giay de nghi, do PDFBox lap");
        content.endText();
      }
      PDAcroForm form = new PDAcroForm(document);
      document.getDocumentCatalog().setAcroForm(form);
      PDResources resources = new PDResources();
      resources.put(COSName.getPDFName("Helv"), PDType1Font.HELVETICA);
      form.setDefaultResources(resources);
      form.setDefaultAppearance("/Helv 12 Tf 0 g");
      List<PDField> fields = new ArrayList<>();
      for (String name : List.of("GhiChu", "YKien")) {
        var field = new org.apache.pdfbox.pdmodel.interactive.form.PDTextField(form);
        field.setPartialName(name);
        field.getWidgets().get(0).setRectangle(new PDRectangle(72, name.equals("GhiChu") ? 700 : 660, 200, 20));
        field.getWidgets().get(0).setPage(page);
        field.getWidgets().get(0).setPrinted(true);
        page.getAnnotations().add(field.getWidgets().get(0));
        fields.add(field);
      }
      form.setFields(fields);
      document.save(to);
    }
  }

  /** What: words of cades, tsa, visible, certify, stamp. */
  private static void pdfboxSign(File from, File to, String what) throws Exception {
    Files.copy(from.toPath(), to.toPath(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    try (PDDocument document = PDDocument.load(from); FileOutputStream out = new FileOutputStream(to)) {
      PDSignature signature = new PDSignature();
      if (what.contains("stamp")) {
        signature.setType(COSName.DOC_TIME_STAMP);
        signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
        signature.setSubFilter(COSName.getPDFName("ETSI.RFC3161"));
        document.addSignature(signature, (SignatureInterface) (content) -> {
          try {
            return token(MessageDigest.getInstance("SHA-256").digest(content.readAllBytes()));
          } catch (Exception fault) {
            throw new java.io.IOException(fault);
          }
        }, options());
        document.saveIncremental(out);
        return;
      }
      if (what.contains("certify")) setPermission(document, signature, 2);
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(what.contains("cades") ? PDSignature.SUBFILTER_ETSI_CADES_DETACHED : PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      signature.setName("Nguoi ky bang PDFBox");
      signature.setReason("Thu nghiem");
      signature.setSignDate(Calendar.getInstance());
      SignatureOptions options = options();
      if (what.contains("visible")) {
        options.setVisualSignature(template(document));
        options.setPage(0);
      }
      document.addSignature(signature, (SignatureInterface) (content) -> {
        try {
          return cms(content.readAllBytes(), what.contains("tsa"), what.contains("cades"));
        } catch (Exception fault) {
          throw new java.io.IOException(fault);
        }
      }, options);
      document.saveIncremental(out);
    }
  }

  private static SignatureOptions options() {
    SignatureOptions options = new SignatureOptions();
    options.setPreferredSignatureSize(SignatureOptions.DEFAULT_SIGNATURE_SIZE * 3);
    return options;
  }

  private static byte[] cms(byte[] content, boolean stamped, boolean cades) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    var signer = new JcaContentSignerBuilder("SHA256With" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA")).build(key);
    X509Certificate own = (X509Certificate) chain[0];
    var builder = new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
    if (cades) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
      var vector = new ASN1EncodableVector();
      vector.add(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(
          new org.bouncycastle.asn1.ess.SigningCertificateV2(new org.bouncycastle.asn1.ess.ESSCertIDv2[] {
              new org.bouncycastle.asn1.ess.ESSCertIDv2(hash)}))));
      var inner = new org.bouncycastle.cms.DefaultSignedAttributeTableGenerator(new AttributeTable(vector));
      builder.setSignedAttributeGenerator((parameters) -> inner.getAttributes(parameters).remove(PKCSObjectIdentifiers.pkcs_9_at_signingTime));
    }
    generator.addSignerInfoGenerator(builder.build(signer, own));
    generator.addCertificates(new JcaCertStore(Arrays.asList(chain)));
    CMSSignedData signed = generator.generate(new CMSProcessableByteArray(content), false);
    if (!stamped) return signed.getEncoded();
    List<SignerInformation> stampedSigners = new ArrayList<>();
    for (SignerInformation one : signed.getSignerInfos().getSigners()) {
      byte[] token = token(MessageDigest.getInstance("SHA-256").digest(one.getSignature()));
      var vector = new ASN1EncodableVector();
      vector.add(new Attribute(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken, new DERSet(ASN1Primitive.fromByteArray(token))));
      stampedSigners.add(SignerInformation.replaceUnsignedAttributes(one, new AttributeTable(vector)));
    }
    return CMSSignedData.replaceSigners(signed, new SignerInformationStore(stampedSigners)).getEncoded();
  }

  private static byte[] token(byte[] hash) throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    var request = generator.generate(TSPAlgorithms.SHA256, hash, java.math.BigInteger.valueOf(System.nanoTime()));
    HttpURLConnection connection = (HttpURLConnection) URI.create(authority).toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/timestamp-query");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(request.getEncoded());
    }
    try (InputStream in = connection.getInputStream()) {
      TimeStampResponse response = new TimeStampResponse(in.readAllBytes());
      response.validate(request);
      return response.getTimeStampToken().getEncoded();
    }
  }

  private static void setPermission(PDDocument document, PDSignature signature, int permission) {
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    COSDictionary parameters = new COSDictionary();
    parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
    parameters.setInt(COSName.P, permission);
    parameters.setName(COSName.V, "1.2");
    parameters.setNeedToBeUpdated(true);
    COSDictionary reference = new COSDictionary();
    reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
    reference.setItem("TransformMethod", COSName.getPDFName("DocMDP"));
    reference.setItem("DigestMethod", COSName.getPDFName("SHA1"));
    reference.setItem("TransformParams", parameters);
    reference.setNeedToBeUpdated(true);
    COSArray references = new COSArray();
    references.add(reference);
    references.setNeedToBeUpdated(true);
    signature.getCOSObject().setItem("Reference", references);
    COSDictionary permissions = new COSDictionary();
    permissions.setItem(COSName.DOCMDP, signature);
    permissions.setNeedToBeUpdated(true);
    catalog.setItem(COSName.PERMS, permissions);
    catalog.setNeedToBeUpdated(true);
  }

  private static InputStream template(PDDocument source) throws Exception {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(source.getPage(0).getMediaBox());
      document.addPage(page);
      PDAcroForm form = new PDAcroForm(document);
      document.getDocumentCatalog().setAcroForm(form);
      PDSignatureField field = new PDSignatureField(form);
      PDAnnotationWidget widget = field.getWidgets().get(0);
      form.setSignaturesExist(true);
      form.setAppendOnly(true);
      form.getCOSObject().setDirect(true);
      form.getFields().add(field);
      PDRectangle place = new PDRectangle(330, 120, 180, 50);
      widget.setRectangle(place);
      PDFormXObject drawing = new PDFormXObject(new PDStream(document));
      PDResources resources = new PDResources();
      drawing.setResources(resources);
      drawing.setFormType(1);
      drawing.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
      PDAppearanceDictionary appearance = new PDAppearanceDictionary();
      appearance.getCOSObject().setDirect(true);
      PDAppearanceStream stream = new PDAppearanceStream(drawing.getCOSObject());
      appearance.setNormalAppearance(stream);
      widget.setAppearance(appearance);
      try (PDPageContentStream content = new PDPageContentStream(document, stream)) {
        content.beginText();
        content.setFont(PDType1Font.HELVETICA_BOLD, 10);
        content.newLineAtOffset(4, 30);
        content.showText("Ky bang PDFBox");
        content.endText();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return new ByteArrayInputStream(out.toByteArray());
    }
  }

  private static void pdfboxFill(File from, File to, String argument) throws Exception {
    String[] pair = argument.split("=", 2);
    try (PDDocument document = PDDocument.load(from); FileOutputStream out = new FileOutputStream(to)) {
      PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
      PDField field = form.getField(pair[0]);
      field.setValue(pair[1]);
      // The writer follows marked objects from the catalog on.
      document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
      form.getCOSObject().setNeedToBeUpdated(true);
      mark(form.getCOSObject().getDictionaryObject(COSName.FIELDS));
      field.getCOSObject().setNeedToBeUpdated(true);
      for (PDAnnotationWidget widget : field.getWidgets()) {
        widget.getCOSObject().setNeedToBeUpdated(true);
        mark(widget.getCOSObject().getDictionaryObject(COSName.AP));
      }
      document.saveIncremental(out);
    }
  }

  private static void mark(COSBase base) {
    if (base instanceof COSUpdateInfo) ((COSUpdateInfo) base).setNeedToBeUpdated(true);
    if (base instanceof COSDictionary && !(base instanceof COSStream))
      for (COSName name : ((COSDictionary) base).keySet()) mark(((COSDictionary) base).getDictionaryObject(name));
  }

  private static void pdfboxDescribe(File from, File to, String title) throws Exception {
    try (PDDocument document = PDDocument.load(from); FileOutputStream out = new FileOutputStream(to)) {
      document.getDocumentInformation().setTitle(title);
      document.getDocumentInformation().setModificationDate(Calendar.getInstance());
      document.getDocumentInformation().getCOSObject().setNeedToBeUpdated(true);
      document.saveIncremental(out);
    }
  }

  /** A DSS as AddValidationInformation makes it: VRI by the hash of each signature, extensions, catalog. */
  private static void pdfboxEvidence(File from, File to) throws Exception {
    byte[] bytes = Files.readAllBytes(from.toPath());
    try (PDDocument document = PDDocument.load(bytes); FileOutputStream out = new FileOutputStream(to)) {
      COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
      COSDictionary dss = new COSDictionary();
      dss.setNeedToBeUpdated(true);
      dss.setName(COSName.TYPE, "DSS");
      COSDictionary vri = new COSDictionary();
      vri.setNeedToBeUpdated(true);
      COSArray certificates = new COSArray();
      for (Certificate one : chain) certificates.add(streamOf(document, one.getEncoded()));
      COSArray crls = new COSArray();
      for (byte[] one : lists) crls.add(streamOf(document, one));
      certificates.setNeedToBeUpdated(true);
      crls.setNeedToBeUpdated(true);
      dss.setItem("Certs", certificates);
      dss.setItem("CRLs", crls);
      for (PDSignature signature : document.getSignatureDictionaries()) {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(signature.getContents(bytes));
        StringBuilder name = new StringBuilder();
        for (byte one : hash) name.append(String.format("%02X", one));
        COSDictionary entry = new COSDictionary();
        entry.setNeedToBeUpdated(true);
        entry.setItem("Cert", certificates);
        entry.setItem("CRL", crls);
        entry.setDate("TU", Calendar.getInstance());
        vri.setItem(name.toString(), entry);
      }
      dss.setItem("VRI", vri);
      catalog.setItem("DSS", dss);
      COSDictionary extensions = new COSDictionary();
      extensions.setDirect(true);
      COSDictionary adobe = new COSDictionary();
      adobe.setDirect(true);
      adobe.setName("BaseVersion", "1.7");
      adobe.setInt("ExtensionLevel", 5);
      extensions.setItem("ADBE", adobe);
      catalog.setItem("Extensions", extensions);
      catalog.setNeedToBeUpdated(true);
      document.saveIncremental(out);
    }
  }

  private static COSStream streamOf(PDDocument document, byte[] bytes) throws Exception {
    COSStream stream = document.getDocument().createCOSStream();
    try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
      out.write(bytes);
    }
    stream.setNeedToBeUpdated(true);
    return stream;
  }

  // iText 5, after "Digital Signatures for PDF Documents" of its maker.

  private static void itextSign(File from, File to, String what) throws Exception {
    PdfReader reader = new PdfReader(from.getPath());
    try (FileOutputStream out = new FileOutputStream(to)) {
      PdfStamper stamper = PdfStamper.createSignature(reader, out, '\0', null, true);
      PdfSignatureAppearance appearance = stamper.getSignatureAppearance();
      appearance.setReason("Thu nghiem");
      appearance.setLocation("Xa An Phu");
      String name = "iText" + (new AcroFields[] {stamper.getAcroFields()}[0].getSignatureNames().size() + 1);
      if (what.contains("visible")) appearance.setVisibleSignature(new Rectangle(72, 120, 252, 170), 1, name);
      if (what.contains("certify")) appearance.setCertificationLevel(PdfSignatureAppearance.CERTIFIED_FORM_FILLING);
      TSAClient tsa = what.contains("tsa") ? new TSAClientBouncyCastle(authority, null, null, 8192, "SHA-256") : null;
      List<CrlClient> crls = what.contains("crl") ? List.of(new Lists()) : null;
      MakeSignature.signDetached(appearance, new BouncyCastleDigest(),
          new PrivateKeySignature(key, "SHA-256", BouncyCastleProvider.PROVIDER_NAME), chain, crls, null, tsa, 30_000,
          what.contains("cades") ? MakeSignature.CryptoStandard.CADES : MakeSignature.CryptoStandard.CMS);
    }
  }

  private static class Lists implements CrlClient {
    @Override
    public java.util.Collection<byte[]> getEncoded(X509Certificate certificate, String url) {
      return lists;
    }
  }

  private static void itextFill(File from, File to, String argument) throws Exception {
    String[] pair = argument.split("=", 2);
    PdfReader reader = new PdfReader(from.getPath());
    try (FileOutputStream out = new FileOutputStream(to)) {
      PdfStamper stamper = new PdfStamper(reader, out, '\0', true);
      if (!stamper.getAcroFields().setField(pair[0], pair[1])) throw new IllegalStateException("no field " + pair[0]);
      stamper.close();
    }
  }

  private static void itextDescribe(File from, File to, String title) throws Exception {
    PdfReader reader = new PdfReader(from.getPath());
    try (FileOutputStream out = new FileOutputStream(to)) {
      PdfStamper stamper = new PdfStamper(reader, out, '\0', true);
      Map<String, String> info = new HashMap<>(reader.getInfo());
      info.put("Title", title);
      stamper.setMoreInfo(info);
      stamper.createXmpMetadata();
      stamper.close();
    }
  }

  private static void itextEvidence(File from, File to) throws Exception {
    PdfReader reader = new PdfReader(from.getPath());
    try (FileOutputStream out = new FileOutputStream(to)) {
      PdfStamper stamper = new PdfStamper(reader, out, '\0', true);
      LtvVerification verification = stamper.getLtvVerification();
      for (String name : stamper.getAcroFields().getSignatureNames())
        verification.addVerification(name, null, new Lists(), LtvVerification.CertificateOption.WHOLE_CHAIN,
            LtvVerification.Level.CRL, LtvVerification.CertificateInclusion.YES);
      stamper.close();
    }
  }

  private static void itextStamp(File from, File to) throws Exception {
    PdfReader reader = new PdfReader(from.getPath());
    try (FileOutputStream out = new FileOutputStream(to)) {
      PdfStamper stamper = PdfStamper.createSignature(reader, out, '\0', null, true);
      LtvTimestamp.timestamp(stamper.getSignatureAppearance(), new TSAClientBouncyCastle(authority, null, null, 8192, "SHA-256"), null);
    }
  }
}
