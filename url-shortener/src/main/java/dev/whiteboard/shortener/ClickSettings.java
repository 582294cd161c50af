package dev.whiteboard.shortener;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.shortener.spool.Spool;
import dev.whiteboard.shortener.visitor.Countries;
import dev.whiteboard.shortener.visitor.GeoIpCountries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be set about clicks.
 *
 * @param spoolFolder where they wait while Kafka is away; nodes on one machine may share it
 * @param spoolBytesMax how much of them
 * @param counted whether this node counts visits as well; if none does, clicks wait in Kafka
 * @param geoIpFile tells countries by address; empty for no countries
 */
public record ClickSettings(
    Path spoolFolder, long spoolBytesMax, boolean counted, Optional<Path> geoIpFile) {
  private static final String SPOOL_DIR = "SHORTENER_SPOOL_DIR";
  private static final String GEOIP_FILE = "SHORTENER_GEOIP_FILE";

  /** 256 MB: some 10 million clicks, with 30 bytes each. */
  private static final String SPOOL_BYTES_DEFAULT = "268435456";

  private static final long SPOOL_BYTES_MIN = 1024 * 1024;

  /**
   * Reads them.
   *
   * @throws BadSettingException naming the bad one
   */
  static ClickSettings read(Settings settings) {
    return new ClickSettings(
        Path.of(settings.text(SPOOL_DIR, "spool", "where clicks wait while Kafka is away")),
        settings.parsed(
            "SHORTENER_SPOOL_MAX",
            SPOOL_BYTES_DEFAULT,
            "how many bytes of them may wait",
            ClickSettings::spoolBytes,
            "a whole number of bytes, " + SPOOL_BYTES_MIN + " or more"),
        settings.parsed(
            "SHORTENER_COUNT_VISITS",
            "on",
            "whether this node counts visits as well as redirecting: on or off",
            ClickSettings::onOrOff,
            "on or off"),
        settings
            .text(GEOIP_FILE, "tells visitors' countries: a file in MaxMind's mmdb format")
            .map(Path::of));
  }

  /**
   * Opens the spool.
   *
   * @throws BadSettingException where nothing can be written there
   */
  Spool openSpool() {
    try {
      return Spool.open(spoolFolder, spoolBytesMax);
    } catch (IOException e) {
      throw new BadSettingException(SPOOL_DIR, "must name a folder to write to: " + e);
    }
  }

  /**
   * Opens what tells countries.
   *
   * @throws BadSettingException where the file can't be read or is no such file
   */
  Countries openCountries() {
    return geoIpFile.map(ClickSettings::openGeoIp).orElse(Countries.UNKNOWN);
  }

  private static Countries openGeoIp(Path file) {
    try {
      return GeoIpCountries.open(file);
    } catch (IOException e) {
      throw new BadSettingException(GEOIP_FILE, "must name an mmdb file: " + e);
    }
  }

  private static boolean onOrOff(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static long spoolBytes(String text) {
    var bytes = Long.parseLong(text);
    if (bytes < SPOOL_BYTES_MIN) {
      throw new IllegalArgumentException("too small");
    }
    return bytes;
  }
}
