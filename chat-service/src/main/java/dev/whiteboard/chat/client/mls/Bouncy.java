package dev.whiteboard.chat.client.mls;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;

/**
 * The one door to the MLS library: its exceptions come out as one of ours, and one thread at a time
 * goes in.
 *
 * <p>Why a lock for the whole process: a cipher suite of the library is one object with one digest,
 * one key derivation and one cipher inside, none safe for two threads, and its decoder takes that
 * object from a static field. Two members in one process, with nothing else in common, would spoil
 * each other's hashes now and then. A call takes about 0.1 ms, a commit of hundreds 0.6 s.
 */
final class Bouncy {
  /** Suite 1, the one that each implementation must have (RFC 9420, section 17.1). */
  static final MlsCipherSuite SUITE = MlsCipherSuite.BCMLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

  private static final ReentrantLock ALONE = new ReentrantLock();

  private Bouncy() {}

  /**
   * Does something with the library.
   *
   * @param what it, as the exception's message says it behind "can't"
   * @throws MlsException where it fails in whatever way
   */
  static <T> T call(String what, Callable<T> body) {
    ALONE.lock();
    try {
      return body.call();
    } catch (MlsException e) {
      throw e;
    } catch (Exception e) {
      throw new MlsException("can't " + what + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      // The decoder makes an array of whatever length is written, up to 1 GiB, before it looks
      // whether so much is there. That one array is what there was no room for.
      throw new MlsException("can't " + what + ": a length in it is absurd", e);
    } finally {
      ALONE.unlock();
    }
  }

  /** Reads a message and sees that it is of the kind that is expected. */
  static MLSMessage decode(byte[] bytes, WireFormat expected) throws IOException {
    var message = (MLSMessage) MLSInputStream.decode(bytes, MLSMessage.class);
    if (message.wireFormat != expected) {
      throw new MlsException("this is no " + expected + " but a " + message.wireFormat);
    }
    return message;
  }

  static byte[] encode(MLSMessage message) throws IOException {
    return MLSOutputStream.encode(message);
  }
}
