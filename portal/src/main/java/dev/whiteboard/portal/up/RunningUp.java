package dev.whiteboard.portal.up;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code up} that runs, as another process finds it.
 *
 * @param portal where its portal is
 * @param adminKeys those that it made, by the names of their settings
 * @param redis the process, where it is one of its own
 */
public record RunningUp(URI portal, Map<String, String> adminKeys, Optional<ProcessHandle> redis) {
  /**
   * Finds it.
   *
   * @throws IOException where none runs from that folder
   */
  public static RunningUp of(Path stateFolder) throws IOException {
    var portal = StateFolder.portalOf(stateFolder);
    if (portal.isEmpty()) {
      throw new IOException("nothing runs from " + stateFolder + ": ./whiteboard up starts it");
    }
    return new RunningUp(
        portal.get(), StateFolder.adminKeysOf(stateFolder), StateFolder.redisOf(stateFolder));
  }
}
