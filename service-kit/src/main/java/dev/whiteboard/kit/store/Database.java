package dev.whiteboard.kit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A pool of connections to one PostgreSQL database, every wait on it with a deadline.
 *
 * <p>The pool opens without asking the server, so that a service starts and says what is down
 * rather than not starting at all; {@link #migrate} is the first to need it.
 */
public final class Database implements AutoCloseable {
  /** How long a request waits for a connection before it is answered with a 503. */
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(2);

  /** How long a TCP connection may take to open. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /** A server that is silent for so long in the middle of a statement is given up. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(5);

  /** The server itself ends a statement that takes longer. */
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(4);

  /**
   * The server ends a transaction that does nothing for so long: it belongs to a node that stands
   * still, and others wait for what it has locked. Less than {@link #STATEMENT_MAX}, so that those
   * get the lock and not an error.
   */
  private static final Duration IDLE_TRANSACTION_MAX = Duration.ofSeconds(3);

  /** Both of them while a schema is brought up to date. */
  private static final Duration MIGRATION_MAX = Duration.ofMinutes(10);

  private final DatabaseUrl url;
  private final String name;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(DatabaseUrl url, String name, HikariDataSource pool) {
    this.url = url;
    this.name = name;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Makes the pool.
   *
   * @param schema the service's own; also its name in {@code pg_stat_activity}
   * @param connectionsMax how many connections at most
   */
  public static Database open(DatabaseUrl url, String schema, int connectionsMax) {
    return open(url, schema, connectionsMax, "");
  }

  /**
   * Makes the pool of one of several databases.
   *
   * @param schema the service's own; also its name in {@code pg_stat_activity}
   * @param connectionsMax how many connections at most
   * @param name what tells it from the others in the log, such as {@code shard-1}; "" for none
   */
  public static Database open(DatabaseUrl url, String schema, int connectionsMax, String name) {
    return open(url, schema, connectionsMax, name, Map.of());
  }

  /**
   * Makes a pool whose connections have settings of the server's own, for statements that need
   * them.
   *
   * @param schema the service's own; also its name in {@code pg_stat_activity}
   * @param connectionsMax how many connections at most
   * @param name what tells it from the others in the log, such as {@code shard-1}; "" for none
   * @param serverSettings by name, as PostgreSQL has them, such as {@code plan_cache_mode}
   */
  public static Database open(
      DatabaseUrl url,
      String schema,
      int connectionsMax,
      String name,
      Map<String, String> serverSettings) {
    var config = config(url, schema);
    config.setPoolName(name.isEmpty() ? schema : schema + "-" + name);
    config.setMaximumPoolSize(connectionsMax);
    config.setDataSourceProperties(driverProperties(schema, SILENCE_MAX, options(serverSettings)));
    return new Database(url, name, new HikariDataSource(config));
  }

  private static HikariConfig config(DatabaseUrl url, String schema) {
    var config = new HikariConfig();
    config.setSchema(schema);
    config.setJdbcUrl(url.jdbcUrl());
    config.setUsername(url.user());
    config.setPassword(url.password());
    config.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /** As text: the driver passes over a property of any other type. */
  private static Properties driverProperties(String schema, Duration silenceMax, String options) {
    var properties = new Properties();
    properties.setProperty("ApplicationName", schema);
    properties.setProperty("connectTimeout", Long.toString(CONNECT_MAX.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(silenceMax.toSeconds()));
    properties.setProperty("options", options);
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  private static String options(Map<String, String> serverSettings) {
    var options = new StringJoiner(" ");
    options.add("-c statement_timeout=" + STATEMENT_MAX.toMillis());
    options.add("-c idle_in_transaction_session_timeout=" + IDLE_TRANSACTION_MAX.toMillis());
    serverSettings.forEach((name, value) -> options.add("-c " + name + "=" + value));
    return options.toString();
  }

  /** What tells it from others in the log; "" where nothing has to. */
  public String name() {
    return name;
  }

  /**
   * Brings the schema up to date; nodes that start together wait for one another. On connections of
   * its own: to move a table's rows takes longer than a request may, and Flyway has a transaction
   * open meanwhile that does nothing but hold the lock.
   *
   * @param location where its scripts are on the class path
   */
  public void migrate(String location) {
    try (var patient = new HikariDataSource(patientConfig())) {
      Flyway.configure()
          .dataSource(patient)
          .schemas(pool.getSchema())
          .locations("classpath:" + location)
          .load()
          .migrate();
    }
  }

  private HikariConfig patientConfig() {
    var config = config(url, pool.getSchema());
    config.setPoolName(pool.getPoolName());
    var options = "-c statement_timeout=" + MIGRATION_MAX.toMillis();
    config.setDataSourceProperties(driverProperties(pool.getSchema(), MIGRATION_MAX, options));
    return config;
  }

  /**
   * Runs statements on one connection, each its own transaction.
   *
   * @throws StoreAwayException where the server can't be reached or does not answer in time
   */
  public <T> T query(HandleCallback<T, RuntimeException> statements) {
    try {
      return jdbi.withHandle(statements);
    } catch (JdbiException e) {
      throw StoreAwayException.orElse(e, name);
    }
  }

  /**
   * Runs statements in one transaction: all of them take effect, or none.
   *
   * @throws StoreAwayException where the server can't be reached or does not answer in time
   */
  public <T> T transaction(HandleCallback<T, RuntimeException> statements) {
    try {
      return jdbi.inTransaction(statements);
    } catch (JdbiException e) {
      throw StoreAwayException.orElse(e, name);
    }
  }

  /**
   * Opens a connection beside the pool, for who keeps it: to listen, say. The caller closes it.
   *
   * @param purpose behind the schema, its name in {@code pg_stat_activity}
   * @throws SQLException where the server can't be reached
   */
  public Connection connect(String purpose) throws SQLException {
    var properties = new Properties();
    properties.putAll(pool.getDataSourceProperties());
    properties.setProperty("ApplicationName", pool.getSchema() + " " + purpose);
    properties.setProperty("user", pool.getUsername());
    properties.setProperty("password", pool.getPassword());
    var connection = DriverManager.getConnection(pool.getJdbcUrl(), properties);
    connection.setSchema(pool.getSchema());
    return connection;
  }

  /**
   * Shows how busy the pool is: {@code postgresql_pool_in_use}, {@code postgresql_pool_waiting} and
   * {@code postgresql_pool_max}.
   *
   * @param name the label {@code pool}, of no other in the registry: {@code primary}
   */
  public void watch(MeterRegistry registry, String name) {
    PoolMeters.register(registry, name, pool);
  }

  /** Asks the server for a sign of life. */
  public void ping() throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
