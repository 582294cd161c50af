package dev.whiteboard.cdn.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for this machine alone, signed by itself and made at the start: for trying things
 * out, where nobody has one.
 *
 * @param certificatePem the certificate
 * @param keyPem its private key
 */
public record OwnCertificate(String certificatePem, String keyPem) {
  private static final Duration VALID = Duration.ofDays(30);

  /** A clock may be behind ours. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final int SERIAL_BITS = 120;
  private static final int LINE_CHARACTERS = 64;

  /** Makes one for {@code localhost} and the loopback addresses. */
  public static OwnCertificate make(Instant now, SecureRandom random) {
    try {
      return make(keys(random), now, random);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("no certificate can be made", e);
    }
  }

  private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static OwnCertificate make(KeyPair keys, Instant now, SecureRandom random)
      throws OperatorCreationException, IOException {
    var name = new X500Name("CN=localhost");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
            Date.from(now.minus(SLACK)),
            Date.from(now.plus(VALID)),
            name,
            keys.getPublic());
    addNames(builder);
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new OwnCertificate(
        pem("CERTIFICATE", builder.build(signer).getEncoded()),
        pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
  }

  private static void addNames(JcaX509v3CertificateBuilder builder) throws CertIOException {
    var names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            });
    builder.addExtension(Extension.subjectAlternativeName, false, names);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
  }

  private static String pem(String what, byte[] bytes) {
    var text = new StringWriter();
    text.write("-----BEGIN " + what + "-----\n");
    text.write(Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(bytes));
    text.write("\n-----END " + what + "-----\n");
    return text.toString();
  }

  /** For a server. */
  public PemKeyCertOptions options() {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificatePem))
        .setKeyValue(Buffer.buffer(keyPem));
  }

  /** The key is nobody's business. */
  @Override
  public String toString() {
    return "OwnCertificate[for localhost]";
  }
}
