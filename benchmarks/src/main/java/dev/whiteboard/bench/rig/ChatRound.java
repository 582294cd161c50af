package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * What a crowd saw in one round; all of it verified.
 *
 * @param offered messages that were due a second
 * @param messages that have their place
 * @param deliveries of them to members, the senders among them
 * @param seconds from the first message due to the last answer or delivery
 * @param sends from when a message was due to its place told
 * @param delivery from then to each member's socket
 * @param retries messages that had to be sent again
 * @param gaps times that somebody was told to fetch what it had missed
 * @param cpuSeconds processor time of the nodes
 * @param busyPercent how busy each core was
 */
record ChatRound(
    int offered,
    long messages,
    long deliveries,
    double seconds,
    Latency sends,
    Latency delivery,
    long retries,
    long gaps,
    double cpuSeconds,
    SortedMap<Integer, Long> busyPercent)
    implements Paced {

  /** Messages that have their place. */
  @Override
  public double perSecond() {
    return messages / seconds;
  }

  double deliveriesPerSecond() {
    return deliveries / seconds;
  }

  @Override
  public SequencedMap<String, Double> figures() {
    var figures = new LinkedHashMap<String, Double>();
    figures.put("messagesPerSecond", perSecond());
    figures.put("deliveriesPerSecond", deliveriesPerSecond());
    figures.put("sendP50Micros", (double) sends.p50());
    figures.put("sendP99Micros", (double) sends.p99());
    figures.put("sendP999Micros", (double) sends.p999());
    figures.put("deliveryP50Micros", (double) delivery.p50());
    figures.put("deliveryP99Micros", (double) delivery.p99());
    figures.put("deliveryP999Micros", (double) delivery.p999());
    return figures;
  }

  @Override
  public JsonObject toJson() {
    var cores = new JsonObject();
    busyPercent.forEach((core, busy) -> cores.put("core" + core, busy));
    return new JsonObject()
        .put("offeredPerSecond", offered)
        .put("messages", messages)
        .put("deliveries", deliveries)
        .put("seconds", seconds)
        .put("messagesPerSecond", Math.round(perSecond()))
        .put("deliveriesPerSecond", Math.round(deliveriesPerSecond()))
        .put("sends", sends.toJson())
        .put("delivery", delivery.toJson())
        .put("retries", retries)
        .put("gaps", gaps)
        .put("nodesCpuSeconds", cpuSeconds)
        .put("busyPercent", cores);
  }

  @Override
  public String toString() {
    return "%,7.0f sends/s  %s   %,8.0f deliveries/s  %s   busy %s%%  %d again, %d gaps"
        .formatted(perSecond(), sends, deliveriesPerSecond(), delivery, busyPercent, retries, gaps);
  }
}
