package dev.whiteboard.shortener.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A host name in Unicode: how it becomes ASCII, how it is shown, and whether it may deceive.
 *
 * <p>Unicode's tables are loaded when the first name that is not plain ASCII comes along; links to
 * other hosts never pay for them.
 */
public final class InternationalName {
  private static final String PUNYCODE_PREFIX = "xn--";

  /**
   * What UTS #46 may complain of and browsers let pass: they check neither hyphens nor what DNS
   * thinks of a length.
   */
  private static final Set<IDNA.Error> TOLERATED =
      Set.of(
          IDNA.Error.EMPTY_LABEL,
          IDNA.Error.LABEL_TOO_LONG,
          IDNA.Error.DOMAIN_NAME_TOO_LONG,
          IDNA.Error.LEADING_HYPHEN,
          IDNA.Error.TRAILING_HYPHEN,
          IDNA.Error.HYPHEN_3_4);

  private InternationalName() {}

  /** Why a name may be taken for another one. */
  public enum Deception {
    /** One label has letters of scripts that no language writes together. */
    MIXED_SCRIPTS("mixes letters of different scripts"),
    /** All letters of one label are the very image of Latin ones. */
    LOOKS_LATIN("has letters that look like Latin ones and are not");

    private final String inWords;

    Deception(String inWords) {
      this.inWords = inWords;
    }

    /** To be read after the name. */
    public String inWords() {
      return inWords;
    }
  }

  /** Loaded on first use. */
  private static final class Tables {
    static final IDNA IDNA_RULES =
        IDNA.getUTS46Instance(
            IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);

    static final SpoofChecker SPOOFS =
        new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.INVISIBLE)
            .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();
  }

  /**
   * The standard's "domain to ASCII": in lower case, with punycode where it must be.
   *
   * <p>What is ASCII already is not looked at, punycode or not: browsers ask for it as it stands.
   *
   * @throws UrlSyntaxException where Unicode has no such name
   */
  static String toAscii(String name) {
    if (isAscii(name)) {
      return name.toLowerCase(Locale.ROOT);
    }
    var info = new IDNA.Info();
    var ascii = Tables.IDNA_RULES.nameToASCII(name, new StringBuilder(), info).toString();
    if (isRefused(info)) {
      throw UrlHost.invalid();
    }
    return ascii;
  }

  /** The name as its owner writes it; as given, where its punycode stands for nothing. */
  public static String toUnicode(String ascii) {
    if (!ascii.contains(PUNYCODE_PREFIX)) {
      return ascii;
    }
    var info = new IDNA.Info();
    var unicode = Tables.IDNA_RULES.nameToUnicode(ascii, new StringBuilder(), info).toString();
    return isRefused(info) ? ascii : unicode;
  }

  private static boolean isRefused(IDNA.Info info) {
    return !TOLERATED.containsAll(info.getErrors());
  }

  /** How a name may deceive who reads it in Unicode; plain ASCII is taken for what it is. */
  public static Optional<Deception> deception(String ascii) {
    return Stream.of(toUnicode(ascii).split("\\.", -1))
        .filter(label -> !isAscii(label))
        .flatMap(label -> deceptionOf(label).stream())
        .findFirst();
  }

  private static Optional<Deception> deceptionOf(String label) {
    if (Tables.SPOOFS.failsChecks(label)) {
      return Optional.of(Deception.MIXED_SCRIPTS);
    }
    return label.codePoints().allMatch(InternationalName::looksLatin)
        ? Optional.of(Deception.LOOKS_LATIN)
        : Optional.empty();
  }

  /** One ASCII character to the eye (UTS #39). Not so æ, which would be two. */
  private static boolean looksLatin(int c) {
    var image = Tables.SPOOFS.getSkeleton(Character.toString(c));
    return c < 0x80 || (image.length() == 1 && isAscii(image));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
