import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Selector;
import org.bouncycastle.util.Store;

/**
 * What PDFBox 2 and BouncyCastle say of signed files: the two libraries most services in Java check with.
 *
 *   java -cp ... SignatureJudge.java judge ROOT.der < list of files
 *   java -cp ... SignatureJudge.java form OUT.pdf
 *
 * "judge" prints a line for each signature: file, field, SubFilter, "valid" or what is wrong; "form" writes a file with a form as PDFBox makes it.
 */
public class SignatureJudge {
  private static X509Certificate root;

  public static void main(String[] arguments) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    if (arguments[0].equals("form")) {
      writeForm(new File(arguments[1]));
      return;
    }
    root = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Path.of(arguments[1]))));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String file = files.readLine(); file != null; file = files.readLine()) {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      try (PDDocument document = PDDocument.load(bytes)) {
        for (PDSignatureField field : document.getSignatureFields()) {
          PDSignature signature = field.getSignature();
          if (signature == null) continue;
          String said;
          try {
            judge(signature, bytes);
            said = "valid";
          } catch (Exception fault) {
            said = fault.toString().replaceAll("[\\r\\n\\t]+", " ");
          }
          out.println(file + "\t" + field.getFullyQualifiedName() + "\t" + signature.getSubFilter() + "\t" + said);
        }
      } catch (Exception fault) {
        out.println(file + "\t\t\t" + fault.toString().replaceAll("[\\r\\n\\t]+", " "));
      }
    }
  }

  private static void judge(PDSignature signature, byte[] bytes) throws Exception {
    byte[] contents = signature.getContents(bytes);
    byte[] covered = signature.getSignedContent(bytes);
    if (signature.getSubFilter().equals("ETSI.RFC3161")) {
      judgeTimestamp(new TimeStampToken(new CMSSignedData(contents)), covered);
      return;
    }
    if (!signature.getSubFilter().equals("ETSI.CAdES.detached")) throw new Exception("sub-filter");
    CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(covered), contents);
    Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
    if (signers.size() != 1) throw new Exception(signers.size() + " signers");
    SignerInformation signer = signers.iterator().next();
    X509CertificateHolder certificate = certificateOf(cms.getCertificates(), signer.getSID());
    if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate)))
      throw new Exception("signature does not verify");
    if (signer.getSignedAttributes().get(PKCSObjectIdentifiers.pkcs_9_at_signingTime) != null)
      throw new Exception("signing-time");
    Attribute ess = signer.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (ess == null) throw new Exception("no signing-certificate-v2");
    ESSCertIDv2 id = SigningCertificateV2.getInstance(ess.getAttributeValues()[0]).getCerts()[0];
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    if (!Arrays.equals(hash, id.getCertHash())) throw new Exception("signing-certificate-v2 names another certificate");
    judgePath(cms.getCertificates(), certificate);
    Attribute stamp = signer.getUnsignedAttributes() == null
        ? null
        : signer.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    if (stamp != null) {
      CMSSignedData token = new CMSSignedData(stamp.getAttributeValues()[0].toASN1Primitive().getEncoded());
      judgeTimestamp(new TimeStampToken(token), signer.getSignature());
    }
  }

  private static void judgeTimestamp(TimeStampToken token, byte[] stamped) throws Exception {
    X509CertificateHolder certificate = certificateOf(token.getCertificates(), token.getSID());
    // Throws when the signature, the ESS attribute or the extended key usage is wrong.
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate));
    var calculator = new JcaDigestCalculatorProviderBuilder().build().get(token.getTimeStampInfo().getHashAlgorithm());
    calculator.getOutputStream().write(stamped);
    if (!Arrays.equals(calculator.getDigest(), token.getTimeStampInfo().getMessageImprintDigest()))
      throw new Exception("timestamp over other data");
    judgePath(token.getCertificates(), certificate);
  }

  @SuppressWarnings("unchecked")
  private static X509CertificateHolder certificateOf(Store<X509CertificateHolder> store, Selector<X509CertificateHolder> id)
      throws Exception {
    Collection<X509CertificateHolder> found = store.getMatches(id);
    if (found.isEmpty()) throw new Exception("the signer's certificate is not there");
    return found.iterator().next();
  }

  /** A path from the certificates that came along to the root, by the platform's own PKIX rules (revocation is others' business). */
  private static void judgePath(Store<X509CertificateHolder> store, X509CertificateHolder leaf) throws Exception {
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    List<X509Certificate> path = new ArrayList<>(List.of(converter.getCertificate(leaf)));
    for (;;) {
      X509Certificate top = path.get(path.size() - 1);
      if (top.getIssuerX500Principal().equals(root.getSubjectX500Principal())) break;
      X509Certificate issuer = null;
      for (X509CertificateHolder one : store.getMatches(null)) {
        X509Certificate candidate = converter.getCertificate(one);
        if (candidate.getSubjectX500Principal().equals(top.getIssuerX500Principal())) issuer = candidate;
      }
      if (issuer == null || path.size() > 8) throw new Exception("no path to the root");
      path.add(issuer);
    }
    CertPath chain = CertificateFactory.getInstance("X.509").generateCertPath(path);
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(chain, parameters);
  }

  private static void writeForm(File file) throws Exception {
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
      PDTextField field = new PDTextField(form);
      field.setPartialName("GhiChu");
      form.setFields(new ArrayList<PDField>(List.of(field)));
      field.getWidgets().get(0).setRectangle(new PDRectangle(72, 700, 200, 20));
      field.getWidgets().get(0).setPage(page);
      page.getAnnotations().add(field.getWidgets().get(0));
      field.setValue("Da doc");
      document.save(file);
    }
  }
}
