package dev.whiteboard.stack.process;

import com.sun.security.auth.module.UnixSystem;
import java.util.Locale;

/** The kinds of machine that there are server programs for. */
public enum Platform {
  /** Linux on Intel or AMD, with glibc. */
  LINUX_AMD64,
  /** Linux on 64-bit ARM, with glibc. */
  LINUX_ARM64,
  /** macOS on Intel. */
  MACOS_AMD64,
  /** macOS on Apple silicon. */
  MACOS_ARM64;

  /**
   * The one this JVM runs on.
   *
   * @throws ServerException if it is none of them
   */
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String system, String architecture) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    if (name.equals("linux") && (arm || intel)) {
      return arm ? LINUX_ARM64 : LINUX_AMD64;
    }
    if (name.startsWith("mac") && (arm || intel)) {
      return arm ? MACOS_ARM64 : MACOS_AMD64;
    }
    throw new ServerException(
        "no embedded servers for %s on %s: use containers or external ones"
            .formatted(system, architecture));
  }

  /** Whether this JVM may do everything. */
  public static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }
}
