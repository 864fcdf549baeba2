package dev.holdfast.cli.faults.bank;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a transfer carries, as the events of all services of the bank have it.
 *
 * @param number among the transfers of this pair, from 1; 0 for one that has to be claimed
 */
record Payment(long id, String from, String to, long cents, long number) {
  static Payment of(JsonNode json) {
    return new Payment(
        json.path("id").asLong(),
        json.path("from").asText(),
        json.path("to").asText(),
        json.path("cents").asLong(),
        json.path("number").asLong());
  }

  boolean held() {
    return number == 0;
  }
}
