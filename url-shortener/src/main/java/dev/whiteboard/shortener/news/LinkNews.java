package dev.whiteboard.shortener.news;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.link.LinkNotice;
import dev.whiteboard.shortener.link.NewsReader;
import dev.whiteboard.shortener.link.PostgresLinkChanges;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Listens to what other nodes tell, on a connection and a thread of its own.
 *
 * <p>Only who hears may believe its own memory: so every quarter of a second it asks the server for
 * a sign of life, and {@link #isLive} turns false within {@link #SILENCE_MAX} of the last one. Back
 * in touch, it first reads what it missed.
 */
public final class LinkNews implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(250);

  /** A server that gives no sign for so long is given up; with a beat before it, below a second. */
  static final Duration SILENCE_MAX = Duration.ofMillis(600);

  /** Before the next attempt to connect. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /**
   * How far back it reads after a gap: transactions end later than they begin, and clocks differ.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  /** How far back it reads at the start: as far as changes are kept, and a replica may lag. */
  private static final Duration BACK_AT_START = PostgresLinkChanges.KEPT;

  private static final Duration START_MAX = Duration.ofSeconds(2);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /** Notices between two signs of life. */
  private static final int NOTICES_MAX = 100;

  private static final PGNotification[] NONE = {};

  private static final Logger log = LoggerFactory.getLogger(LinkNews.class);

  private final Database database;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile boolean live;
  private volatile @Nullable Thread thread;

  /** When all was heard up to now, by the database's clock. Only the thread looks at it. */
  private @Nullable Instant heardUpTo;

  /** Hears nothing yet. */
  public LinkNews(Database database) {
    this.database = database;
  }

  /**
   * Begins to listen for this reader, on a thread of its own until {@link #close}. Waits for the
   * first sign of life, but not for long.
   */
  public void listen(NewsReader reader) throws InterruptedException {
    var name = "link-news" + (database.name().isEmpty() ? "" : " of " + database.name());
    var ears = new Thread(() -> run(reader), name);
    ears.setDaemon(true);
    ears.start();
    thread = ears;
    if (!heard.await(START_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      warning().log("starting without news of other nodes");
    }
  }

  /** Whether everything that happened until a second ago was heard. */
  public boolean isLive() {
    return live;
  }

  /** Ends. */
  @Override
  public void close() {
    closing.countDown();
    var ears = thread;
    try {
      if (ears != null) {
        ears.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(NewsReader reader) {
    try {
      do {
        hear(reader);
      } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(NewsReader reader) {
    try (var connection = database.connect("news")) {
      // The driver's own deadline is in whole seconds.
      connection.setNetworkTimeout(Runnable::run, (int) SILENCE_MAX.toMillis());
      execute(connection, "LISTEN " + LinkNotice.CHANNEL);
      catchUp(connection, reader);
      live = true;
      heard.countDown();
      while (closing.getCount() > 0) {
        beat(connection, reader);
      }
    } catch (SQLException e) {
      if (live) {
        warning().addKeyValue("reason", e.toString()).log("deaf to other nodes");
      }
    } finally {
      live = false;
    }
  }

  /** Reads what happened while nobody listened; what is heard twice does no harm. */
  private void catchUp(Connection connection, NewsReader reader) throws SQLException {
    var now = now(connection);
    var since = heardUpTo == null ? now.minus(BACK_AT_START) : heardUpTo.minus(OVERLAP);
    readChanges(connection, since, reader);
    readMade(connection, since, reader);
    heardUpTo = now;
  }

  /** Takes in what comes; a beat without anything, or many, and it asks for a sign of life. */
  private void beat(Connection connection, NewsReader reader) throws SQLException {
    var notices = take(connection);
    for (var i = 0; i < NOTICES_MAX && notices.length > 0; i += notices.length) {
      for (var notice : notices) {
        tell(notice.getParameter(), reader);
      }
      notices = take(connection);
    }
    heardUpTo = now(connection);
  }

  private static PGNotification[] take(Connection connection) throws SQLException {
    var notices = connection.unwrap(PGConnection.class).getNotifications((int) BEAT.toMillis());
    return notices == null ? NONE : notices;
  }

  private void tell(String text, NewsReader reader) {
    try {
      switch (LinkNotice.parse(text)) {
        case LinkNotice.Made(var codes) -> reader.made(codes);
        case LinkNotice.Changed(var code, var version) -> reader.changed(code, version);
      }
    } catch (IllegalArgumentException e) {
      warning().setCause(e).log("a notice that can't be read");
    }
  }

  /** Says which database it is about, where that is not the home. */
  private LoggingEventBuilder warning() {
    var warning = log.atWarn();
    return database.name().isEmpty() ? warning : warning.addKeyValue("pool", database.name());
  }

  private static void readChanges(Connection connection, Instant since, NewsReader reader)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT code, version FROM link_changes WHERE changed_at >= ?")) {
      query.setTimestamp(1, Timestamp.from(since));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          reader.changed(rows.getString(1), rows.getLong(2));
        }
      }
    }
  }

  private static void readMade(Connection connection, Instant since, NewsReader reader)
      throws SQLException {
    try (var query = connection.prepareStatement("SELECT code FROM links WHERE created_at >= ?")) {
      query.setTimestamp(1, Timestamp.from(since));
      try (var rows = query.executeQuery()) {
        reader.made(codes(rows));
      }
    }
  }

  private static List<String> codes(ResultSet rows) throws SQLException {
    var codes = new ArrayList<String>();
    while (rows.next()) {
      codes.add(rows.getString(1));
    }
    return codes;
  }

  private static Instant now(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getTimestamp(1).toInstant();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
