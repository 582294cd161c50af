package dev.whiteboard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.UInt64Value;
import dev.whiteboard.ratelimit.web.StructuredFields;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit.Unit;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Envoy is told, with its own messages and a real client. */
@NeedsStack(Server.REDIS)
final class GrpcIT {
  private static final String RULES =
      """
      rules:
        - { name: user, domain: edge, match: { user: "*" }, algorithm: gcra, limit: 3, per: 1h, store: local }
        - { name: path, domain: edge, match: { path: "*" }, algorithm: fixed-window, limit: 2, per: 1d, store: local }
        - { name: seen, domain: edge, match: { seen: "*" }, algorithm: gcra, limit: 1, per: 1h, store: local, shadow: true }
      """;

  private static TestNode node;
  private static ManagedChannel channel;

  @BeforeAll
  static void start(TestStack stack, @TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    node =
        TestNode.start(
            stack.redisUrl(),
            Map.of(
                "RATELIMIT_RULES_FILE", file.toString(),
                "RATELIMIT_REDIS_PREFIX", stack.redisKeyPrefix()));
    channel = NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    node.close();
  }

  @Test
  void shouldRateLimit_withinTheLimit_saysOkAndWhatIsLeft() {
    var answer = ask(request(descriptor("user", "a")));

    assertThat(answer.getOverallCode()).isEqualTo(Code.OK);
    var status = answer.getStatuses(0);
    assertThat(status.getCode()).isEqualTo(Code.OK);
    assertThat(status.getLimitRemaining()).isEqualTo(2);
    assertThat(status.getCurrentLimit().getName()).isEqualTo("user");
    assertThat(status.getCurrentLimit().getRequestsPerUnit()).isEqualTo(3);
    assertThat(status.getCurrentLimit().getUnit()).isEqualTo(Unit.HOUR);
    assertThat(status.getDurationUntilReset().getSeconds()).isBetween(1L, 1_200L);
    assertThat(StructuredFields.limits(header(answer, "RateLimit")).getFirst().number("r"))
        .isEqualTo(2);
    assertThat(StructuredFields.policies(header(answer, "RateLimit-Policy"))).hasSize(1);
  }

  @Test
  void shouldRateLimit_overOneLimit_chargesNone_andSaysWhich() {
    ask(request(descriptor("path", "/b")).toBuilder().setHitsAddend(2).build());

    var answer = ask(request(descriptor("user", "b"), descriptor("path", "/b")));

    assertThat(answer.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(answer.getStatusesList())
        .extracting(RateLimitResponse.DescriptorStatus::getCode)
        .containsExactly(Code.OK, Code.OVER_LIMIT);
    assertThat(Long.parseLong(header(answer, "Retry-After"))).isPositive();
    assertThat(ask(request(descriptor("user", "b"))).getStatuses(0).getLimitRemaining())
        .isEqualTo(2);
  }

  @Test
  void shouldRateLimit_descriptorsOfDifferentCost_takeAllOrNone() {
    var dear = descriptor("path", "/c").toBuilder().setHitsAddend(UInt64Value.of(2)).build();

    assertThat(ask(request(descriptor("user", "c"), dear)).getOverallCode()).isEqualTo(Code.OK);
    assertThat(ask(request(descriptor("user", "c"), dear)).getOverallCode())
        .isEqualTo(Code.OVER_LIMIT);
    assertThat(ask(request(descriptor("user", "c"))).getStatuses(0).getLimitRemaining())
        .isEqualTo(1);
  }

  @Test
  void shouldRateLimit_noHits_takesNothing() {
    var free = descriptor("user", "d").toBuilder().setHitsAddend(UInt64Value.of(0)).build();

    ask(request(free));

    var answer = ask(request(free));
    assertThat(answer.getOverallCode()).isEqualTo(Code.OK);
    assertThat(answer.getStatuses(0).getCode()).isEqualTo(Code.OK);
    assertThat(answer.getStatuses(0).getLimitRemaining()).isEqualTo(3);
  }

  @Test
  void shouldRateLimit_moreThanThereEverIs_isOverLimitAndNoError() {
    var answer = ask(request(descriptor("user", "e")).toBuilder().setHitsAddend(4).build());

    assertThat(answer.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
  }

  @Test
  void shouldRateLimit_noRuleOrOnlyWatched_isOk() {
    for (var i = 0; i < 2; i++) {
      var answer = ask(request(descriptor("seen", "x"), descriptor("nobody", "x")));
      assertThat(answer.getOverallCode()).isEqualTo(Code.OK);
      assertThat(answer.getStatusesList()).hasSize(2);
      assertThat(answer.getResponseHeadersToAddList()).isEmpty();
    }
  }

  @Test
  void shouldRateLimit_bad_isInvalidArgument() {
    var twice =
        descriptor("user", "f").toBuilder()
            .addEntries(RateLimitDescriptor.Entry.newBuilder().setKey("user").setValue("g"))
            .build();

    assertThat(refusal(RateLimitRequest.getDefaultInstance()).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal(request()).getDescription()).contains("descriptors");
    assertThat(refusal(request(RateLimitDescriptor.getDefaultInstance())).getDescription())
        .contains("descriptors[0]");
    assertThat(refusal(request(twice)).getDescription()).contains("descriptors[0].user");
    assertThat(refusal(request(descriptor("user", "v".repeat(513)))).getDescription())
        .contains("descriptors[0].user");
  }

  @Test
  void shouldRateLimit_tooLarge_isRefusedUnread() {
    assertThat(refusal(request(descriptor("user", "v".repeat(70_000)))).getCode())
        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
  }

  private static RateLimitResponse ask(RateLimitRequest request) {
    return RateLimitServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .shouldRateLimit(request);
  }

  private static Status refusal(RateLimitRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> ask(request)).getStatus();
  }

  private static RateLimitRequest request(RateLimitDescriptor... descriptors) {
    var request = RateLimitRequest.newBuilder().setDomain("edge");
    for (var descriptor : descriptors) {
      request.addDescriptors(descriptor);
    }
    return request.build();
  }

  private static RateLimitDescriptor descriptor(String key, String value) {
    return RateLimitDescriptor.newBuilder()
        .addEntries(RateLimitDescriptor.Entry.newBuilder().setKey(key).setValue(value))
        .build();
  }

  private static String header(RateLimitResponse answer, String name) {
    return answer.getResponseHeadersToAddList().stream()
        .filter(header -> header.getKey().equals(name))
        .map(HeaderValue::getValue)
        .findAny()
        .orElseThrow();
  }
}
