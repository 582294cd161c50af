package dev.whiteboard.ratelimit.http;

import java.util.List;
import java.util.Optional;

/** What a client would rather read (RFC 9110, section 12.5.1). */
final class MediaTypes {
  private static final double UNSAID = -1;

  private MediaTypes() {}

  /** Rules are written as these. */
  enum Form {
    /** Where the client does not mind. */
    JSON,

    /** RFC 9512, and what it was called before. */
    YAML;

    String mediaType() {
      return mediaTypes().getFirst();
    }

    private List<String> mediaTypes() {
      return switch (this) {
        case JSON -> List.of("application/json");
        case YAML -> List.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");
      };
    }
  }

  /**
   * The form that is wanted most; the first where several are.
   *
   * @param accept the header's value; empty for none
   * @return empty where none of them is acceptable
   */
  static Optional<Form> wanted(String accept) {
    if (accept.isBlank()) {
      return Optional.of(Form.JSON);
    }
    Form best = null;
    var bestQuality = 0.0;
    for (var form : Form.values()) {
      var quality = quality(form, accept);
      if (quality > bestQuality) {
        best = form;
        bestQuality = quality;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Of all names that the form has, the one that is wanted most. */
  private static double quality(Form form, String accept) {
    var best = 0.0;
    for (var type : form.mediaTypes()) {
      best = Math.max(best, quality(type, accept));
    }
    return best;
  }

  /** What is said of the type itself, else of its family, else of everything. */
  private static double quality(String type, String accept) {
    var family = type.substring(0, type.indexOf('/') + 1) + "*";
    for (var range : new String[] {type, family, "*/*"}) {
      var said = said(range, accept);
      if (said != UNSAID) {
        return said;
      }
    }
    return 0;
  }

  private static double said(String range, String accept) {
    for (var element : accept.split(",", -1)) {
      var parts = element.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase(range)) {
        return weight(parts);
      }
    }
    return UNSAID;
  }

  private static double weight(String[] parts) {
    for (var at = 1; at < parts.length; at++) {
      var parameter = parts[at].strip();
      if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
        return parameter.substring(2).matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")
            ? Double.parseDouble(parameter.substring(2))
            : 0;
      }
    }
    return 1;
  }
}
