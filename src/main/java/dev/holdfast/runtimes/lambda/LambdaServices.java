package dev.holdfast.runtimes.lambda;

import dev.holdfast.outbound.Hosts;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.remote.Attempts;
import dev.holdfast.runtimes.remote.RemoteServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Services of functions in AWS Lambda. */
public final class LambdaServices {
  private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_:.-]{1,170}");
  private static final Pattern QUALIFIER = Pattern.compile("[A-Za-z0-9$_-]{1,128}");

  /** It becomes a part of a host name. */
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");

  private LambdaServices() {}

  /**
   * Asks a function what it is.
   *
   * @param name in messages
   * @throws UnloadableCode with what is wrong with the target, or with what it says
   */
  public static Loaded load(
      String name, LambdaTarget target, LambdaSettings settings, Surroundings surroundings)
      throws IOException, UnloadableCode {
    List<String> faults = faults(target, settings);
    if (!faults.isEmpty()) {
      throw new UnloadableCode(faults.stream().map(fault -> name + ": " + fault).toList());
    }
    var endpoint =
        new LambdaEndpoint(
            name,
            target,
            settings,
            client(target, settings, surroundings),
            new Attempts(name, settings.attempts(), surroundings.clock()));
    return RemoteServices.load(name, endpoint::address, endpoint);
  }

  private static List<String> faults(LambdaTarget target, LambdaSettings settings) {
    var faults = new ArrayList<String>();
    if (!FUNCTION.matcher(target.function()).matches()) {
      faults.add("\"" + target.function() + "\" is no name of a function");
    }
    target
        .qualifier()
        .filter(it -> !QUALIFIER.matcher(it).matches())
        .ifPresent(it -> faults.add("\"" + it + "\" is neither a version nor an alias"));
    if (!REGION.matcher(target.region()).matches()) {
      faults.add("\"" + target.region() + "\" is no region");
    }
    target
        .endpoint()
        .flatMap(url -> fault(url, settings))
        .ifPresent(fault -> faults.add("its endpoint " + fault));
    return faults;
  }

  private static Optional<String> fault(URI url, LambdaSettings settings) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.of("must begin with https:// or http://");
    }
    Optional<String> fault = Hosts.fault(url);
    if (fault.isPresent()) {
      return fault;
    }
    return isAllowed(Hosts.bare(url.getHost()), settings)
        ? Optional.empty()
        : Optional.of("is not in holdfast.runtimes.lambda.allow");
  }

  /** A network allows addresses only: a name may lead anywhere tomorrow. */
  private static boolean isAllowed(String host, LambdaSettings settings) {
    try {
      return settings.allow().holds(host, InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return settings.allow().holdsHost(host);
    }
  }

  private static LambdaClient client(
      LambdaTarget target, LambdaSettings settings, Surroundings surroundings) {
    var builder =
        LambdaClient.builder()
            .region(Region.of(target.region()))
            .credentialsProvider(credentials(target.credentials(), surroundings))
            .overrideConfiguration(it -> it.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(settings.attempts().concurrent())
                    .connectionTimeout(settings.connect())
                    .socketTimeout(settings.attempts().answer())
                    .proxyConfiguration(
                        ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariableValues(false)
                            .build()));
    target.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(
      LambdaTarget.Credentials credentials, Surroundings surroundings) {
    return switch (credentials) {
      case LambdaTarget.Credentials.Ambient _ -> DefaultCredentialsProvider.builder().build();
      case LambdaTarget.Credentials.Keys keys -> new ReferredKeys(keys, surroundings);
    };
  }
}
