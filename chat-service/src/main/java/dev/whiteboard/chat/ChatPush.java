package dev.whiteboard.chat;

import dev.whiteboard.chat.http.Callers;
import dev.whiteboard.chat.http.PushAdminApi;
import dev.whiteboard.chat.http.PushApi;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.push.DeadLetters;
import dev.whiteboard.chat.push.PushMeters;
import dev.whiteboard.chat.push.PushSettings;
import dev.whiteboard.chat.push.Pushing;
import dev.whiteboard.chat.push.Subscriptions;
import dev.whiteboard.chat.push.channel.Channels;
import dev.whiteboard.chat.push.channel.Destinations;
import dev.whiteboard.chat.push.channel.LogLines;
import dev.whiteboard.chat.push.channel.Mailer;
import dev.whiteboard.chat.push.channel.MessageEncryption;
import dev.whiteboard.chat.push.channel.OutsideHttp;
import dev.whiteboard.chat.push.channel.Vapid;
import dev.whiteboard.chat.push.channel.VapidKeys;
import dev.whiteboard.chat.push.channel.WebPush;
import dev.whiteboard.chat.push.channel.Webhook;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How a node tells those who are away: its routes, and from {@link #start} on its work. */
final class ChatPush {
  /** Users and addresses whose codes are counted at once. */
  private static final int CODES_COUNTED_MAX = 100_000;

  private final Parts parts;
  private final VapidKeys keys;
  private final Destinations destinations;
  private final Optional<Mailer> mailer;
  private final Subscriptions subscriptions;
  private final DeadLetters deadLetters;

  /**
   * What it works with.
   *
   * @param settings all that can be set
   * @param stores where state is
   * @param callers who asks
   * @param ids makes ids
   * @param random makes secrets
   * @param clock now
   */
  record Parts(
      ChatSettings settings,
      Stores stores,
      Callers callers,
      UuidV7 ids,
      SecureRandom random,
      InstantSource clock) {
    PushSettings push() {
      return settings.push();
    }
  }

  private ChatPush(Parts parts) {
    this.parts = parts;
    this.keys = VapidKeys.load(parts.stores.databases().home(), parts.random);
    this.destinations = new Destinations(parts.push().privateTargets());
    this.mailer = parts.push().mail().map(this::mailer);
    this.subscriptions =
        new Subscriptions(
            new Subscriptions.Parts(
                parts.stores.databases().home(),
                mailer,
                LocalLimiters.of(
                    Subscriptions.CODES,
                    NanoClock.anchored(0, System::nanoTime),
                    CODES_COUNTED_MAX),
                parts.ids,
                parts.random,
                parts.clock));
    this.deadLetters = new DeadLetters(parts.stores.databases().home(), parts.clock);
  }

  /** Opens what the routes need. */
  static ChatPush open(Parts parts) {
    return new ChatPush(parts);
  }

  private Mailer mailer(PushSettings.Mail mail) {
    return new Mailer(mail.server(), mail.from(), parts.clock, parts.push().times().send());
  }

  void mountOn(ServiceRoutes routes) {
    new PushApi(new PushApi.Parts(parts.callers, subscriptions, keys, destinations, parts.random))
        .mountOn(routes);
    new PushAdminApi(new AdminKey(parts.settings.adminKey()), deadLetters).mountOn(routes);
  }

  /** What it has to have done now and then. */
  List<Chore> chores() {
    return List.of(
        new Chore("push-subscriptions", subscriptions::forgetOld),
        new Chore("push-dead-letters", deadLetters::forgetOld));
  }

  /** Begins to hear, and to tell. */
  void start(Vertx vertx, Metrics metrics, Closers closers) {
    closers.add(
        Pushing.start(
            new Pushing.Parts(
                parts.stores.databases(),
                parts.stores.messages(),
                parts.settings.servers().kafkaPrefix() + "push",
                subscriptions,
                channels(vertx, closers),
                parts.push(),
                new PushMeters(metrics.registry()),
                new Pushing.Sources(parts.ids, parts.random, parts.clock, System::nanoTime))));
  }

  private Channels channels(Vertx vertx, Closers closers) {
    var http =
        closers.add(new OutsideHttp(vertx, destinations, parts.clock, parts.push().times().send()));
    var vapid = new Vapid(keys, parts.push().contact(), parts.clock);
    return new Channels(
        new WebPush(http, new MessageEncryption(parts.random), vapid),
        new Webhook(http, parts.clock),
        mailer,
        new LogLines());
  }
}
