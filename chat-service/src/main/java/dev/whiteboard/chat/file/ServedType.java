package dev.whiteboard.chat.file;

import java.util.Map;
import java.util.Set;

/**
 * What a file is served as.
 *
 * @param mediaType as it is named to a browser
 * @param isInline whether a browser may show it rather than keep it
 */
public record ServedType(String mediaType, boolean isInline) {
  /*
   * A list of what is harmless, not of what is not: whatever a browser might run one day is bytes
   * to it. HTML, SVG, XML and PDF have scripts.
   */

  /** What a browser may show: none of these runs. */
  private static final Set<String> INLINE =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "image/avif",
          "video/mp4",
          "video/webm",
          "audio/mpeg",
          "audio/mp4",
          "audio/ogg",
          "audio/flac");

  /** Names that the sniffer has for some of them. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "audio/vorbis", "audio/ogg",
          "audio/opus", "audio/ogg",
          "audio/x-flac", "audio/flac",
          "audio/x-m4a", "audio/mp4",
          "video/x-m4v", "video/mp4");

  /** To be kept, with its name: a page can tell by it what to show. */
  private static final Set<String> ATTACHED = Set.of("application/pdf", "application/zip");

  /** What a file of this type is served as. */
  public static ServedType of(String type) {
    var name = OTHER_NAMES.getOrDefault(type, type);
    if (INLINE.contains(name)) {
      return new ServedType(name, true);
    }
    return new ServedType(ATTACHED.contains(name) ? name : StoredFile.UNKNOWN_TYPE, false);
  }
}
