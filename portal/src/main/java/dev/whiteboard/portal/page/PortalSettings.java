package dev.whiteboard.portal.page;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.nio.file.Path;

/**
 * The portal's own settings.
 *
 * @param host the address to listen on
 * @param port the port; 0 for a free one
 * @param stateFolder what is kept from one start to the next
 * @param checkout the folder of the project's own files, which the page leads to
 */
public record PortalSettings(String host, int port, Path stateFolder, Path checkout) {
  /** Names the port's setting, for whoever finds it taken. */
  public static final String PORT = "PORTAL_PORT";

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  public static PortalSettings read(Settings settings) {
    settings.owning("PORTAL_");
    return new PortalSettings(
        settings.text("PORTAL_HOST", "127.0.0.1", "the address that the portal listens on"),
        settings.port(PORT, 8080, "its port, 0 for a free one"),
        settings.parsed(
            "WHITEBOARD_STATE",
            ".whiteboard",
            "the folder for what is kept from one start to the next",
            Path::of,
            "a path"),
        settings.parsed(
            "PORTAL_CHECKOUT",
            ".",
            "the folder of this project, whose pages and code the portal shows",
            Path::of,
            "a path"));
  }
}
