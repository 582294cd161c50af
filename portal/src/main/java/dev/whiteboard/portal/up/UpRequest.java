package dev.whiteboard.portal.up;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param services names of systems; none for all that are built
 * @param flags settings, as {@code --name value} or {@code --name=value}
 * @param fresh whether to forget what earlier runs left
 * @param external whether the servers run somewhere already
 */
public record UpRequest(
    List<String> services, List<String> flags, boolean fresh, boolean external) {
  /** Copies the lists. */
  public UpRequest {
    services = List.copyOf(services);
    flags = List.copyOf(flags);
  }

  /**
   * Tells names from settings.
   *
   * @param words both, in any order
   * @throws UsageException where a setting has no value
   */
  public static UpRequest of(List<String> words, boolean fresh, boolean external) {
    var services = new ArrayList<String>();
    var flags = new ArrayList<String>();
    var rest = words.iterator();
    while (rest.hasNext()) {
      var word = rest.next();
      if (!word.startsWith("-")) {
        services.add(word);
      } else {
        flags.add(word.contains("=") ? word : word + "=" + valueOf(word, rest));
      }
    }
    return new UpRequest(services, flags, fresh, external);
  }

  private static String valueOf(String flag, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException(flag + " is unknown, or a setting without a value");
    }
    return rest.next();
  }
}
