package dev.whiteboard.chat.log;

import static java.util.Map.entry;

import dev.whiteboard.chat.log.Request.Answer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and answers. A call blocks for a moment where Kafka does not answer, so it is for
 * threads of the log's own.
 */
final class KafkaSender implements AutoCloseable {
  /** Records are gathered so long: a batch for a broker costs as much as a record. */
  private static final int LINGER_MS = 1;

  private static final Duration BLOCK_MAX = Duration.ofSeconds(1);

  /** A broker that is silent for so long is asked again. */
  private static final Duration REQUEST_MAX = Duration.ofSeconds(2);

  /** Whoever waits for a draft has given up by then. */
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(5);

  private static final Duration RECONNECT_MAX = Duration.ofMillis(500);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final LogTopics topics;
  private @Nullable Producer<byte[], byte[]> producer;
  private boolean closed;

  /** To these topics. */
  KafkaSender(LogTopics topics) {
    this.topics = topics;
  }

  /** Sends a request; the callback is called in any case. */
  void send(Request request, Callback sent) {
    var key = RequestCodec.key(request.draft().chat());
    send(new ProducerRecord<>(topics.drafts().name(), key, RequestCodec.write(request)), sent);
  }

  /** Sends an answer. Where it gets lost, whoever waits asks again. */
  void send(Answer answer) {
    var partition = LogTopics.answersOf(answer.node());
    send(
        new ProducerRecord<>(topics.answers().name(), partition, null, RequestCodec.write(answer)),
        (_, _) -> {});
  }

  private void send(ProducerRecord<byte[], byte[]> record, Callback sent) {
    try {
      var _ = producer().send(record, sent);
    } catch (KafkaException e) {
      sent.onCompletion(null, e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(CLOSE_MAX);
    }
  }

  /** Made when it is first needed: that asks for Kafka's name, which may be away with Kafka. */
  private synchronized Producer<byte[], byte[]> producer() {
    if (closed) {
      throw new KafkaException("the log is closed");
    }
    if (producer == null) {
      producer =
          new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  private Map<String, Object> settings() {
    return Map.ofEntries(
        entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.drafts().bootstrapServers()),
        entry(ProducerConfig.CLIENT_ID_CONFIG, topics.drafts().name()),
        entry(ProducerConfig.ACKS_CONFIG, "all"),
        entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS),
        entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX.toMillis()),
        entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
        entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis()),
        entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX.toMillis()));
  }
}
