package dev.whiteboard.shortener.visitor;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.code.SipHash;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/**
 * The salts that visitors are hashed under: a random one for each day, the same on all nodes, and
 * deleted when the day is over.
 *
 * <p>Derived from a secret that is kept, each could be made again, and a hash traced back to an
 * address by trying them all: there are 2^24 networks. A salt that nobody has any more traces
 * nothing, and makes one visitor of two days two.
 *
 * <p>Today's and tomorrow's are in memory, so that midnight needs no database. Past that, where the
 * database was away for a day, a node hashes under a salt of its own.
 */
public final class VisitorSalts {
  private static final String OFFER =
      "INSERT INTO visitor_salts (day, salt) VALUES (:day, :salt) ON CONFLICT DO NOTHING";

  private record TwoDays(long firstDay, SipHash first, SipHash second) {}

  private final Database database;
  private final SecureRandom random;
  private final SipHash own;
  private volatile TwoDays known;

  /** Salts from this database; none is read yet. */
  public VisitorSalts(Database database, SecureRandom random) {
    this.database = database;
    this.random = random;
    this.own = SipHash.keyed(newSalt());
    this.known = new TwoDays(Long.MIN_VALUE, own, own);
  }

  /** Reads today's and tomorrow's, and deletes those of days gone by. Blocks. */
  public void refresh(Instant now) {
    var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    known =
        database.query(handle -> {
          handle.execute("DELETE FROM visitor_salts WHERE day < ?", today);
          return new TwoDays(
              today.toEpochDay(), salt(handle, today), salt(handle, today.plusDays(1)));
        });
  }

  /** The salt of a day. Never blocks. */
  SipHash of(long epochDay) {
    var salts = known;
    if (epochDay == salts.firstDay) {
      return salts.first;
    }
    return epochDay == salts.firstDay + 1 ? salts.second : own;
  }

  private SipHash salt(Handle handle, LocalDate day) {
    handle.createUpdate(OFFER).bind("day", day).bind("salt", newSalt()).execute();
    return handle
        .createQuery("SELECT salt FROM visitor_salts WHERE day = :day")
        .bind("day", day)
        .map((row, _) -> SipHash.keyed(row.getBytes("salt")))
        .one();
  }

  private byte[] newSalt() {
    var salt = new byte[SipHash.KEY_BYTES];
    random.nextBytes(salt);
    return salt;
  }
}
