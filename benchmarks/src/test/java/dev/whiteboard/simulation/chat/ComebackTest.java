package dev.whiteboard.simulation.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.chat.session.SessionSettings;
import dev.whiteboard.simulation.chat.Gateway.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComebackTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final double RATE = 300;

  /** Time goes in nanoseconds. */
  private static final double ROUNDING = 1e-6;

  private static Comeback.Result run(int clients, Policy policy) {
    return Comeback.run(new Crowd(clients, 1, RATE, Loss.KILLED, policy, false), LONG, 1);
  }

  /** The rig saw the last of 1,000 served by the other node after 3.3 s, at some 300/s. */
  @Test
  void run_thousandClientsAsTheRigHadThem_takesAsLongAsThere() {
    var result = run(1_000, Policy.TAKES_ALL);

    assertThat(result.lastSeconds()).isCloseTo(3.3, within(0.3));
    assertThat(result.attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"300", "1000", "2900"})
  void run_withinAClientsPatience_isClientsByRate(int clients) {
    var result = run(clients, Policy.TAKES_ALL);

    assertThat(result.backPercent()).isEqualTo(100);
    assertThat(result.inVainPercent()).isZero();
    assertThat(result.lastSeconds()).isBetween(clients / RATE - ROUNDING, clients / RATE + 0.2);
  }

  /** Half of all clients are in the first half of the queue. */
  @Test
  void run_half_isBackInHalfOfTheTime() {
    var result = run(2_000, Policy.TAKES_ALL);

    assertThat(result.p50Seconds()).isCloseTo(result.lastSeconds() / 2, within(0.2));
  }

  /** Everybody who is not served within 10 s comes again, behind the work that is in vain. */
  @Test
  void run_betweenOneAndTwoPatiences_recovers() {
    var result = run(4_500, Policy.TAKES_ALL);

    assertThat(result.backPercent()).isEqualTo(100);
    assertThat(result.inVainPercent()).isBetween(10.0, 50.0);
    assertThat(result.lastSeconds()).isGreaterThan(4_500 / RATE + 3);
  }

  @Test
  void run_beyondTwoPatiences_servesNobodyMore() {
    var result = run(7_500, Policy.TAKES_ALL);

    assertThat(result.lastSeconds()).isNaN();
    assertThat(result.backPercent()).isCloseTo(100 * 10 * RATE / 7_500, within(1.0));
    assertThat(result.inVainPercent()).isGreaterThan(90);
  }

  /** No work is in vain, and sending away costs a part of a welcome. */
  @ParameterizedTest
  @CsvSource({"1000", "4500", "12000"})
  void run_admission_isNearTheWorkThatThereIs(int clients) {
    var result = run(clients, Policy.ADMISSION);

    assertThat(result.inVainPercent()).isZero();
    assertThat(result.lastSeconds()).isBetween(clients / RATE, 1.25 * clients / RATE + 1);
  }

  @Test
  void run_killed_peaksAtAllWithinTheFirstWait() {
    var result = run(1_000, Policy.TAKES_ALL);

    assertThat(result.peakPerSecond()).isCloseTo(1_000 / 0.2, within(600.0));
  }

  @Test
  void run_stopped_isSpreadOverTheDrain() {
    var crowd = new Crowd(1_000, 1, 10_000, Loss.STOPPED, Policy.TAKES_ALL, false);

    var result = Comeback.run(crowd, LONG, 1);

    assertThat(result.lastSeconds()).isCloseTo(5, within(0.3));
    assertThat(result.p50Seconds()).isCloseTo(2.5, within(0.3));
  }

  @Test
  void run_silent_isNoticedWithinTwoHeartbeats() {
    var crowd = new Crowd(1_000, 1, 10_000, Loss.SILENT, Policy.TAKES_ALL, false);

    var result = Comeback.run(crowd, LONG, 1);

    assertThat(result.lastSeconds()).isBetween(45.0, 50.3);
    assertThat(result.p50Seconds()).isBetween(35.0, 42.0);
  }

  @Test
  void run_sameSeed_isTheSame() {
    var crowd = new Crowd(500, 1, RATE, Loss.KILLED, Policy.ADMISSION, false);

    assertThat(Comeback.run(crowd, LONG, 3)).isEqualTo(Comeback.run(crowd, LONG, 3));
    assertThat(Comeback.run(crowd, LONG, 3)).isNotEqualTo(Comeback.run(crowd, LONG, 4));
  }

  /** One of those simulated alone sees what each of many sees. */
  @Test
  void run_oneOfMany_isAsAllOfThem() {
    var many = new Crowd(9_000, 9, RATE, Loss.KILLED, Policy.TAKES_ALL, false);

    var all = Comeback.run(many, LONG, 1);

    assertThat(all.lastSeconds())
        .isCloseTo(run(1_000, Policy.TAKES_ALL).lastSeconds(), within(0.5));
  }

  @Test
  void gatewaysFor_aTime_isTheLeastThatDo() {
    var gateways = Returns.gatewaysFor(RATE, 10);

    assertThat(seconds(gateways)).isLessThanOrEqualTo(10);
    assertThat(seconds(gateways - 1)).isGreaterThan(10);
  }

  private static double seconds(int gateways) {
    return (double) Returns.SOCKETS / gateways / (gateways - 1) / RATE;
  }

  @Test
  void perSecond_heartbeats_areThoseCounted() {
    var heartbeat = SessionSettings.DEFAULT.heartbeat();

    assertThat(Heartbeats.counted(20_000, heartbeat, Duration.ofSeconds(500), 1))
        .isCloseTo(Heartbeats.perSecond(20_000, heartbeat), within(5.0));
  }
}
