using System.Net.Security;
using Gatehouse.Api;
using Gatehouse.Gateway.Egress;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Remote;

/// <summary>The one connection of the command to a server: every verb of the API goes through here.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpMessageInvoker _transport;
    private readonly GatehouseClient _client;
    private SslPolicyErrors _untrusted;

    private ServerConnection(Uri address, string apiKey)
    {
        Address = address;
        var handler = EgressGuard.NewHandler(EgressRule.For(address, isOperatorAddress: true, []));

        // Judged as ever; only remembered, so that the sentence can say what is wrong with the certificate.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            _untrusted = errors;
            return errors == SslPolicyErrors.None;
        };
        _transport = new HttpMessageInvoker(handler);
        _client = new GatehouseClient(_transport, address, apiKey);
    }

    /// <summary>The server.</summary>
    public Uri Address { get; }

    /// <summary>Checks the login; nothing is connected yet.</summary>
    /// <param name="login">Server and key.</param>
    /// <param name="insecureHttp">Whether plain HTTP was called safe on the command line.</param>
    /// <remarks>Faults: <c>address-invalid</c>, <c>address-insecure</c>, <c>key-invalid</c>.</remarks>
    public static (ServerConnection? Connection, Fault? Fault) Open(Login login, bool insecureHttp)
    {
        var (address, fault) = ServerAddress.Read(login.Address);
        fault ??= ServerAddress.Insecure(address!, insecureHttp || login.InsecureHttp);
        if (address is null || fault is not null)
        {
            return (null, fault);
        }

        // The key is never part of the sentence.
        return login.ApiKey.StartsWith("ghk_", StringComparison.Ordinal) && !login.ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? (new ServerConnection(address, login.ApiKey), null)
            : (null, new Fault(
                RemoteFaults.KeyInvalid, "that is no API key of a server", "keys begin with ghk_; an admin makes one on the server"));
    }

    /// <summary>The way of a grant's own token, which can do nothing there but beat.</summary>
    /// <remarks>Faults: <c>address-invalid</c>, <c>address-insecure</c>, <c>key-invalid</c>.</remarks>
    public static (ServerConnection? Connection, Fault? Fault) OpenForGrant(string server, string token, bool insecureHttp)
    {
        var (address, fault) = ServerAddress.Read(server);
        fault ??= ServerAddress.Insecure(address!, insecureHttp);
        return address is null || fault is not null ? (null, fault)
            : token.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? (null, new Fault(RemoteFaults.KeyInvalid, "that is no token of a grant", "it is what the agent sends; it begins with gth_"))
            : (new ServerConnection(address, token), null);
    }

    /// <summary>Asks once.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="ask">The request.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Asked<T>> AskAsync<T>(Func<GatehouseClient, CancellationToken, Task<Answer<T>>> ask, CancellationToken cancel)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var answer = await ask(_client, patience.Token);
            return new(answer.Value, answer.Problem is { } problem ? Refused.Of(problem) : null);
        }
        catch (HttpRequestException failed)
        {
            return new(null, new Refused(Fault(failed)));
        }
        catch (Exception failed) when (failed is IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new(null, new Refused(Unreachable("did not answer in time", "try again, or look at the server")));
        }
    }

    /// <summary>Reads something long while it comes.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, escaped.</param>
    /// <param name="read">Takes it; what it has taken is worth nothing where a refusal comes back.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Refused?> ReadAsync(string path, Func<Stream, CancellationToken, Task> read, CancellationToken cancel)
    {
        try
        {
            return await _client.ReadAsync(path, read, cancel) is { } problem ? Refused.Of(problem) : null;
        }
        catch (HttpRequestException failed)
        {
            return new Refused(Fault(failed));
        }
        catch (HttpIOException)
        {
            return new Refused(Unreachable("broke off in the middle", "try again, or ask for less at once"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private Fault Fault(HttpRequestException failed) => failed.HttpRequestError switch
    {
        _ when failed.InnerException is EgressRefusedException => Unreachable("has an address that is never connected to", "look at the address"),
        HttpRequestError.NameResolutionError => Unreachable("is not known: the name has no address", "look at the address"),
        HttpRequestError.SecureConnectionError => new Fault(RemoteFaults.ServerUntrusted, $"`{Shown}` {Tls()}", TlsHelp()),
        HttpRequestError.ConnectionError => failed.InnerException is System.Net.Sockets.SocketException
            { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.TryAgain or System.Net.Sockets.SocketError.NoData }
            ? Unreachable("is not known: the name has no address", "look at the address")
            : Unreachable("does not answer: nothing listens there, or a firewall is between", "look at the address, and whether the server runs"),
        HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError
            or HttpRequestError.ConfigurationLimitExceeded => Unreachable(
                "does not speak HTTP as a server does", "look at scheme and port: the people's listener is meant, not the agents'"),
        _ => Unreachable("did not answer", "look at the address, and whether the server runs"),
    };

    private string Shown => ServerAddress.Shown(Address);

    private Fault Unreachable(string what, string help) => new(RemoteFaults.ServerUnreachable, $"`{Shown}` {what}", help);

    private string Tls() => _untrusted switch
    {
        SslPolicyErrors.None => "does not speak TLS as it should",
        var errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "shows a certificate for another name",
        var errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "shows no certificate",
        _ => "shows a certificate that is not trusted on this machine, or has expired",
    };

    private string TlsHelp() => _untrusted == SslPolicyErrors.None
        ? "look at scheme and port"
        : "nothing was sent; have this machine trust the certificate's issuer, or look at the address";
}
