using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api.Faults;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Api.Policies;

namespace Gatehouse.Api;

/// <summary>The HTTP API of a Gatehouse server for programs: typed, with an API key.</summary>
/// <param name="transport">Sends; who made it disposes of it. It follows no redirects and keeps no cookies.</param>
/// <param name="server">Address of the people's listener, for example <c>http://127.0.0.1:8090</c>.</param>
/// <param name="apiKey">The key, <c>ghk_…</c>; null for the routes that need none.</param>
public sealed class GatehouseClient(HttpMessageInvoker transport, Uri server, string? apiKey)
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    /// <summary>Who the key is, and what it may do.</summary>
    public Task<Answer<Whoami>> WhoamiAsync(CancellationToken cancel) => GetAsync("session", ApiJson.Default.Whoami, cancel);

    /// <summary>The organisation of the key.</summary>
    public Task<Answer<OrganisationView>> OrganisationAsync(CancellationToken cancel) =>
        GetAsync("organisation", ApiJson.Default.OrganisationView, cancel);

    /// <summary>Denies every call of the organisation from now on.</summary>
    public Task<Answer<OrganisationView>> FreezeOrganisationAsync(NewFreeze freeze, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, "organisation/freeze", freeze, ApiJson.Default.NewFreeze, ApiJson.Default.OrganisationView, null, cancel);

    /// <summary>What would be decided of one call.</summary>
    public Task<Answer<PolicySimulated>> SimulateAsync(PolicySimulation simulation, CancellationToken cancel) => SendAsync(
        HttpMethod.Post, "policies/simulate", simulation, ApiJson.Default.PolicySimulation, ApiJson.Default.PolicySimulated, null, cancel);

    /// <summary>Which recorded decisions another document would change.</summary>
    public Task<Answer<PolicyReplayReport>> ReplayAsync(PolicyReplayQuery query, CancellationToken cancel) => SendAsync(
        HttpMethod.Post, "policies/replay", query, ApiJson.Default.PolicyReplayQuery, ApiJson.Default.PolicyReplayReport, null, cancel);

    /// <summary>The smallest policy that would have let through what a grant called.</summary>
    public Task<Answer<PolicySuggestion>> SuggestPolicyAsync(string grantId, int days, CancellationToken cancel) => GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"grants/{Uri.EscapeDataString(grantId)}/suggestion?days={days}"), ApiJson.Default.PolicySuggestion, cancel);

    /// <summary>Runs the tests beside a policy, or others.</summary>
    public Task<Answer<PolicyTestReport>> RunPolicyTestsAsync(string policyId, PolicyTestsRun run, CancellationToken cancel) => SendAsync(
        HttpMethod.Post, $"policies/{Uri.EscapeDataString(policyId)}/tests", run, ApiJson.Default.PolicyTestsRun, ApiJson.Default.PolicyTestReport, null, cancel);

    /// <summary>What becomes of the calls of every tool of a server.</summary>
    public Task<Answer<PolicyEffects>> PolicyEffectsAsync(PolicyEffectsQuery query, CancellationToken cancel) => SendAsync(
        HttpMethod.Post, "policies/effects", query, ApiJson.Default.PolicyEffectsQuery, ApiJson.Default.PolicyEffects, null, cancel);

    /// <summary>Reads one thing.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, escaped.</param>
    /// <param name="type">What comes back.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => SendAsync(Request(HttpMethod.Get, path), type, cancel);

    /// <summary>Reads something long while it comes: an export.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, escaped.</param>
    /// <param name="read">Takes it. Where it breaks off, reading throws.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Why there is nothing to read; null where there was.</returns>
    public async Task<Problem?> ReadAsync(string path, Func<Stream, CancellationToken, Task> read, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await transport.SendAsync(request, cancel).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            await answer.Content.LoadIntoBufferAsync(MaxAnswer, cancel).ConfigureAwait(false);
            return Read(await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), ApiJson.Default.Problem) ?? Stranger(answer.StatusCode);
        }

        var body = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await read(body, cancel).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Sends a body and reads what comes back.</summary>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">Below <c>/api/v1/</c>, escaped.</param>
    /// <param name="body">The body.</param>
    /// <param name="bodyType">Its type.</param>
    /// <param name="type">What comes back.</param>
    /// <param name="version">The version that the change was made from; null where none is needed.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Answer<T>> SendAsync<TBody, T>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, int? version, CancellationToken cancel)
        where T : class
    {
        var request = Request(method, path, version);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(request, type, cancel);
    }

    /// <summary>Sends a request without a body and reads what comes back.</summary>
    /// <param name="method">POST or DELETE.</param>
    /// <param name="path">Below <c>/api/v1/</c>, escaped.</param>
    /// <param name="type">What comes back.</param>
    /// <param name="version">The version that the change was made from; null where none is needed.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, int? version, CancellationToken cancel)
        where T : class => SendAsync(Request(method, path, version), type, cancel);

    private async Task<Answer<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        using (request)
        {
            using var answer = await transport.SendAsync(request, cancel).ConfigureAwait(false);
            await answer.Content.LoadIntoBufferAsync(MaxAnswer, cancel).ConfigureAwait(false);
            var text = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                HttpStatusCode.NoContent => new(Done.It as T, null),
                >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous when Read(text, type) is { } value => new(value, null),
                var status => new(null, Read(text, ApiJson.Default.Problem) ?? Stranger(status)),
            };
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, int? version = null)
    {
        var request = new HttpRequestMessage(method, new Uri(server, "/api/v1/" + path));
        if (apiKey is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }

        if (version is { } expected)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{expected}\"")));
        }

        return request;
    }

    private static T? Read<T>(byte[] text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Problem Stranger(HttpStatusCode status) => new()
    {
        Title = "Not an answer of Gatehouse",
        Status = (int)status,
        Code = "answer-unreadable",
        Detail = "the server answered something that is not this API",
        Help = "look at the address",
    };
}
