package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Welcome;

/** A device's key packages, and the private keys that belong to each until it is used. */
final class KeyPackages {
  /** A key package is good for so long (RFC 9420, section 7.2). */
  private static final Duration GOOD_FOR = Duration.ofDays(90);

  /** Another's clock may be behind by so much. */
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  /** MLS 1.0, suite 1, basic credentials, no extension and no proposal beyond the RFC's. */
  private static final byte[] CAPABILITIES = {2, 0, 1, 2, 0, 1, 0, 0, 2, 0, 1};

  private final MlsIdentity identity;
  private final AsymmetricCipherKeyPair signature;
  private final InstantSource clock;
  private final int keptMax;
  private final Deque<Own> unused = new ArrayDeque<>();
  private Optional<Own> lastResort = Optional.empty();

  KeyPackages(
      MlsIdentity identity, AsymmetricCipherKeyPair signature, InstantSource clock, int keptMax) {
    this.identity = identity;
    this.signature = signature;
    this.clock = clock;
    this.keptMax = keptMax;
  }

  /** A key package with its private keys. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Own(
      KeyPackage keyPackage,
      LeafNode node,
      byte[] initKey,
      AsymmetricCipherKeyPair leaf,
      byte[] signatureKey) {
    /** Whether a welcome brings the secret from which the keys above this leaf come. */
    boolean pathIsKnown(Welcome welcome) throws Exception {
      return welcome.decryptSecrets(welcome.find(keyPackage), initKey).path_secret != null;
    }
  }

  /** Makes one to give away. The oldest of too many is forgotten: who uses it then adds nobody. */
  byte[] make(boolean isLastResort) throws Exception {
    var own = fresh();
    if (isLastResort) {
      lastResort = Optional.of(own);
    } else {
      unused.addLast(own);
      if (unused.size() > keptMax) {
        unused.removeFirst();
      }
    }
    return Bouncy.encode(MLSMessage.keyPackage(own.keyPackage()));
  }

  /** Finds the one that a welcome is for; it is gone then, unless it is that of last resort. */
  Own take(Welcome welcome) throws Exception {
    for (var own : unused) {
      if (welcome.find(own.keyPackage()) != -1) {
        unused.remove(own);
        return own;
      }
    }
    if (lastResort.isPresent() && welcome.find(lastResort.get().keyPackage()) != -1) {
      return lastResort.get();
    }
    throw new MlsException("the welcome is for none of this device's key packages");
  }

  /** Makes one that this device uses itself. */
  Own fresh() throws Exception {
    var suite = Bouncy.SUITE;
    var init = suite.getHPKE().generatePrivateKey();
    var leaf = suite.getHPKE().generatePrivateKey();
    var key = suite.serializeSignaturePrivateKey(signature.getPrivate());
    var node =
        new LeafNode(
            suite,
            suite.getHPKE().serializePublicKey(leaf.getPublic()),
            suite.serializeSignaturePublicKey(signature.getPublic()),
            Credential.forBasic(identity.bytes()),
            (Capabilities) MLSInputStream.decode(CAPABILITIES, Capabilities.class),
            lifetime(),
            List.of(),
            key);
    var initPublic = suite.getHPKE().serializePublicKey(init.getPublic());
    var made = new KeyPackage(suite, initPublic, node, List.of(), key);
    return new Own(made, node, suite.getHPKE().serializePrivateKey(init.getPrivate()), leaf, key);
  }

  private LifeTime lifetime() throws Exception {
    var now = clock.instant();
    var out = new MLSOutputStream();
    out.write(now.minus(CLOCK_SKEW).getEpochSecond());
    out.write(now.plus(GOOD_FOR).getEpochSecond());
    return (LifeTime) MLSInputStream.decode(out.toByteArray(), LifeTime.class);
  }
}
