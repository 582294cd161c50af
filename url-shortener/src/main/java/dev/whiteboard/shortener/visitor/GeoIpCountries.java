package dev.whiteboard.shortener.visitor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Countries by a file in MaxMind's format (GeoLite2, DB-IP and others), held in memory.
 *
 * <p>Asked with the truncated address: a country's networks are hardly ever smaller.
 */
public final class GeoIpCountries implements Countries {
  /** Networks whose country is kept at hand: some 10 MB. */
  private static final int NETWORKS_MAX = 100_000;

  private static final int LETTERS = 2;

  private static final Logger log = LoggerFactory.getLogger(GeoIpCountries.class);

  private final Reader reader;
  private final Cache<Network, String> known =
      Caffeine.newBuilder().maximumSize(NETWORKS_MAX).build();

  private GeoIpCountries(Reader reader) {
    this.reader = reader;
  }

  /**
   * What the file has for an address.
   *
   * @param country where it is; null where the file does not say
   */
  public record Place(@Nullable Country country) {
    /** As the file's reader wants it. */
    @MaxMindDbConstructor
    public Place(@MaxMindDbParameter(name = "country") @Nullable Country country) {
      this.country = country;
    }
  }

  /**
   * A country.
   *
   * @param isoCode its two letters; null where the file has none
   */
  public record Country(@Nullable String isoCode) {
    /** As the file's reader wants it. */
    @MaxMindDbConstructor
    public Country(@MaxMindDbParameter(name = "iso_code") @Nullable String isoCode) {
      this.isoCode = isoCode;
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException where it can't be read or is no such file
   */
  public static GeoIpCountries open(Path file) throws IOException {
    return new GeoIpCountries(new Reader(file.toFile(), FileMode.MEMORY));
  }

  @Override
  public String of(Network network) {
    return known.get(network, this::find);
  }

  private String find(Network network) {
    try {
      var place = reader.get(network.first(), Place.class);
      var code = place == null || place.country == null ? null : place.country.isoCode;
      return code == null || code.length() != LETTERS ? "" : code;
    } catch (IOException | RuntimeException e) {
      log.atWarn().addKeyValue("reason", e.toString()).log("the GeoIP file has no good answer");
      return "";
    }
  }
}
