package dev.whiteboard.shortener.click;

import static java.util.Map.entry;

import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.shortener.spool.Spool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches of clicks to Kafka, and keeps them on disk while it is away.
 *
 * <pre>
 *                          Kafka answers: straight on
 *  event loops ─▸ queue ─┬──────────────────────────────▸ Flights ═▸ Kafka
 *                        │                                   ▴
 *                        └─▸ Spool ──────────────────────────┘
 *              Kafka is away, or the spool is not empty yet: all through the spool, in order
 * </pre>
 *
 * <p>Kafka counts as away when a batch is not acknowledged within half a second. Everything on its
 * way then goes to the spool, and so does all that comes, until the spool has been emptied. The
 * batches that Kafka took all the same are sent again: the counter knows them by sender and
 * sequence ({@link ReplayWindow}).
 *
 * <p>{@code send} of Kafka's producer blocks while it has no metadata, and an event loop must not:
 * hence the queue, and a thread of its own.
 */
public final class KafkaClicks implements AutoCloseable {
  /** Batches that wait for the sender, of 128 KB at most each. */
  private static final int QUEUE_BATCHES_MAX = 256;

  /** What is not acknowledged by then goes to the spool, and is lost to a kill -9 no more. */
  private static final Duration STALL = Duration.ofMillis(500);

  /** While Kafka is away, one batch is tried as often. */
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  /** How long {@code send} may wait to hear which broker has the partition. */
  private static final Duration METADATA_MAX = Duration.ofMillis(500);

  /** A broker that is silent for so long is asked again. */
  private static final Duration REQUEST_MAX = Duration.ofSeconds(2);

  /** A batch that could not be delivered by then has failed. */
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(3);

  private static final Duration POLL = Duration.ofMillis(20);

  /** What is on its way at the end is waited for; what is not delivered then is spooled. */
  private static final Duration LAST_FLIGHTS_MAX = Duration.ofSeconds(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(KafkaClicks.class);

  private final KafkaTopic topic;
  private final Spool spool;
  private final ClickMeters meters;
  private final InstantSource clock;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_BATCHES_MAX);
  private final Thread thread = new Thread(this::run, "click-sender");
  private volatile boolean closing;

  // Of the sender's thread alone.
  private final Flights flights = new Flights();
  private @Nullable Producer<byte[], byte[]> producer;
  private boolean spooling;

  /** Whether the spool's next batch is to show first that Kafka is back: each failure may block. */
  private boolean trying;

  private long tryAtMillis;

  /**
   * Sends to this topic.
   *
   * @param spool closed along with this
   */
  public KafkaClicks(KafkaTopic topic, Spool spool, ClickMeters meters, InstantSource clock) {
    this.topic = topic;
    this.spool = spool;
    this.meters = meters;
    this.clock = clock;
    this.spooling = !spool.isEmpty();
    this.trying = true;
    thread.start();
  }

  /** Takes a batch; drops it where the queue is full. Never blocks. */
  public void accept(byte[] batch) {
    if (!queue.offer(batch)) {
      meters.dropped(batch);
    }
  }

  /** Sends what is queued, spools what Kafka does not take, and ends. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (spool) {
      warmUp();
      while (!closing || !queue.isEmpty()) {
        step();
      }
      awaitLastFlights();
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeProducer();
    }
  }

  /**
   * Without it the first batch waits for all that a producer does once, and that takes longer than
   * {@link #STALL}. The topic is made before: a cluster that makes what is asked for would make it
   * with partitions of its own number.
   */
  private void warmUp() throws InterruptedException {
    try {
      topic.ensure();
      var _ = producer().partitionsFor(topic.name());
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.debug("Kafka is away at the start", e);
    }
  }

  private void step() throws InterruptedException {
    var batch = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
    settle();
    if (!spooling && isAway()) {
      beginSpooling();
    }
    if (batch != null) {
      take(batch);
    }
    if (spooling) {
      replay();
    }
  }

  private void take(byte[] batch) {
    if (spooling) {
      spool(batch);
    } else {
      send(batch);
    }
  }

  /** Forgets what is delivered. */
  private void settle() {
    for (var batch = flights.takeDelivered(); batch != null; batch = flights.takeDelivered()) {
      meters.sent(batch);
      if (spooling) {
        spool.acknowledge();
        trying = false;
      }
    }
  }

  private boolean isAway() {
    return flights.isFull()
        || flights.hasFailed()
        || flights.hasOneSince(clock.millis() - STALL.toMillis());
  }

  private void beginSpooling() {
    log.warn("Kafka does not take clicks in time: they wait in the spool");
    flights.abandon().forEach(this::spool);
    spooling = true;
    tryLater();
  }

  private void spool(byte[] batch) {
    if (spool.append(batch)) {
      meters.spooled(batch);
    } else {
      meters.dropped(batch);
    }
  }

  private void replay() {
    if (flights.hasFailed()) {
      flights.abandon();
      spool.rewind();
      tryLater();
    } else if (spool.isEmpty()) {
      log.info("Kafka has all clicks that waited in the spool");
      spooling = false;
    } else if (clock.millis() >= tryAtMillis) {
      sendSpooled();
    }
  }

  /** One batch, until one got through; then as many as may be on their way. */
  private void sendSpooled() {
    while (!flights.hasFailed() && (trying ? flights.isEmpty() : !flights.isFull())) {
      var batch = spool.read();
      if (batch == null) {
        return;
      }
      send(batch);
    }
  }

  private void tryLater() {
    trying = true;
    tryAtMillis = clock.millis() + RETRY_AFTER.toMillis();
  }

  /** Blocks while the producer has no metadata. A sender's batches keep to one partition. */
  private void send(byte[] batch) {
    var flight = flights.begin(batch, clock.millis());
    try {
      var record = new ProducerRecord<>(topic.name(), ClickBatch.senderOf(batch), batch);
      var _ = producer().send(record, (_, failure) -> flight.landed(failure));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      flight.landed(e);
    }
  }

  private void awaitLastFlights() throws InterruptedException {
    var endMillis = clock.millis() + LAST_FLIGHTS_MAX.toMillis();
    while (!flights.isEmpty() && !flights.hasFailed() && clock.millis() < endMillis) {
      var _ = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS); // empty: nobody adds any more
      settle();
    }
    if (!spooling) {
      flights.abandon().forEach(this::spool);
    }
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }

  /** Made when it is first needed: that asks for Kafka's name, which may be away with Kafka. */
  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              settings(topic.bootstrapServers()),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }
    return producer;
  }

  private static Map<String, Object> settings(String bootstrapServers) {
    return Map.ofEntries(
        entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        entry(ProducerConfig.CLIENT_ID_CONFIG, "shortener-clicks"),
        entry(ProducerConfig.ACKS_CONFIG, "all"),
        entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
        entry(ProducerConfig.LINGER_MS_CONFIG, 5),
        entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_MAX.toMillis()),
        entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
        entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis()),
        entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RETRY_AFTER.toMillis()));
  }
}
