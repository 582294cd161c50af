package dev.whiteboard.shortener.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.junit.NeedsStack;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The salts of two nodes on one database, from one day to the next. */
@NeedsStack({})
final class VisitorSaltsIT {
  private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";
  private static final Instant EVENING = Instant.parse("2027-01-31T23:50:00Z");
  private static final Instant NIGHT = Instant.parse("2027-02-01T00:10:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private EmbeddedPostgres postgres;
  private Database database;
  private VisitorSalts one;
  private VisitorSalts other;

  @BeforeEach
  void open() {
    postgres = EmbeddedPostgres.start(folder);
    database = Database.open(DatabaseUrl.parse(postgres.url()), "shortener", 2);
    database.migrate("db/shortener");
    one = new VisitorSalts(database, new SecureRandom());
    other = new VisitorSalts(database, new SecureRandom());
  }

  @AfterEach
  void close() {
    database.close();
    postgres.close();
  }

  @Test
  void of_twoNodes_agreeOnAVisitor_todayAndTomorrow() throws Exception {
    one.refresh(EVENING);
    other.refresh(EVENING);

    assertThat(visitor(one, EVENING)).isEqualTo(visitor(other, EVENING));
    assertThat(visitor(one, NIGHT)).isEqualTo(visitor(other, NIGHT));
    assertThat(visitor(one, NIGHT)).isNotEqualTo(visitor(one, EVENING));
  }

  /** One has been refreshed after midnight, the other not yet. */
  @Test
  void of_nodesOnBothSidesOfMidnight_agree() throws Exception {
    one.refresh(EVENING);
    other.refresh(NIGHT);

    assertThat(visitor(one, NIGHT)).isEqualTo(visitor(other, NIGHT));
  }

  @Test
  void refresh_afterMidnight_yesterdaysSaltIsGone() throws Exception {
    one.refresh(EVENING);
    var yesterday = visitor(one, EVENING);

    one.refresh(NIGHT);
    other.refresh(NIGHT);

    assertThat(visitor(one, EVENING)).isNotEqualTo(yesterday);
    assertThat(visitor(other, EVENING)).isNotEqualTo(yesterday);
    assertThat(days()).containsExactly("2027-02-01", "2027-02-02");
  }

  @Test
  void of_databaseAwayAtMidnight_nodesAgreeForTheDay_andAgainWhenItIsBack() throws Exception {
    one.refresh(EVENING);
    other.refresh(EVENING);
    var night = visitor(one, NIGHT);
    postgres.stop();

    assertThatThrownBy(() -> one.refresh(NIGHT)).isInstanceOf(StoreAwayException.class);
    assertThat(visitor(one, NIGHT)).isEqualTo(night);
    assertThat(visitor(other, NIGHT)).isEqualTo(night);

    postgres.restart();
    await().ignoreExceptions().until(() -> refreshed(one, NIGHT));
    assertThat(visitor(one, NIGHT)).isEqualTo(night);
  }

  /** Each by itself then: visitors of two nodes count twice, and nobody can be traced. */
  @Test
  void of_databaseAwayForADay_eachNodeHasASaltOfItsOwn() throws Exception {
    one.refresh(EVENING);
    other.refresh(EVENING);
    var dayAfter = NIGHT.plus(DAY);

    assertThat(visitor(one, dayAfter)).isEqualTo(visitor(one, dayAfter));
    assertThat(visitor(one, dayAfter)).isNotEqualTo(visitor(other, dayAfter));
    assertThat(visitor(one, dayAfter)).isNotEqualTo(visitor(one, NIGHT));
  }

  private static boolean refreshed(VisitorSalts salts, Instant now) {
    salts.refresh(now);
    return true;
  }

  private static long visitor(VisitorSalts salts, Instant at) throws Exception {
    var network = Network.of(InetAddress.getByName("203.0.113.7"));
    return new Visitors(salts).of(network, BROWSER, at.toEpochMilli());
  }

  private List<String> days() {
    return database.query(handle ->
        handle
            .createQuery("SELECT day::text FROM visitor_salts ORDER BY day")
            .mapTo(String.class)
            .list());
  }
}
