package dev.whiteboard.kit.store;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How busy a pool of connections is. It is asked when somebody looks: whoever takes a connection
 * pays nothing for them.
 */
final class PoolMeters {
  private PoolMeters() {}

  /**
   * Registers them.
   *
   * @param name the label {@code pool}
   */
  static void register(MeterRegistry registry, String name, HikariDataSource pool) {
    var state = pool.getHikariPoolMXBean();
    Gauge.builder("postgresql.pool.in.use", state::getActiveConnections)
        .description("Connections that somebody holds")
        .tag("pool", name)
        .register(registry);
    Gauge.builder("postgresql.pool.waiting", state::getThreadsAwaitingConnection)
        .description("Threads that wait for a connection")
        .tag("pool", name)
        .register(registry);
    Gauge.builder("postgresql.pool.max", pool::getMaximumPoolSize)
        .description("Connections that there may be")
        .tag("pool", name)
        .register(registry);
  }
}
