package dev.whiteboard.shortener.code;

import java.util.Locale;
import java.util.Set;

/** What may stand where a code stands: which characters, how many, and which words are ours. */
public final class Alias {
  /** The shortest alias. */
  public static final int CHARS_MIN = 3;

  /** The longest alias. */
  public static final int CHARS_MAX = 32;

  /**
   * Words that name something of our own, or that a user would take for it; in any case. Names with
   * a dot, such as {@code robots.txt}, {@code favicon.ico} and {@code .well-known}, are no aliases
   * as it is, and so is whatever was percent-encoded.
   */
  private static final Set<String> RESERVED =
      Set.of(
          "about",
          "abuse",
          "account",
          "admin",
          "api",
          "assets",
          "auth",
          "contact",
          "dashboard",
          "docs",
          "favicon",
          "health",
          "help",
          "home",
          "imprint",
          "index",
          "legal",
          "live",
          "login",
          "logout",
          "manifest",
          "metrics",
          "oauth",
          "openapi",
          "portal",
          "preview",
          "privacy",
          "ready",
          "robots",
          "root",
          "security",
          "settings",
          "shortener",
          "signin",
          "signup",
          "sitemap",
          "static",
          "stats",
          "status",
          "support",
          "terms",
          "well-known",
          "whiteboard",
          "www");

  private Alias() {}

  /** Whether the text can be an alias or a code at all: {@code [0-9A-Za-z_-]{3,32}}. */
  public static boolean isWellFormed(String text) {
    if (text.length() < CHARS_MIN || text.length() > CHARS_MAX) {
      return false;
    }
    for (var i = 0; i < text.length(); i++) {
      if (!isAllowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the word is ours. */
  public static boolean isReserved(String text) {
    return RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
