using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Reads JSON from a source through the guarded way out.</summary>
internal sealed class SourceReading : IDisposable
{
    private const int MaxAnswer = 16 * 1024 * 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _base;

    public SourceReading(Uri address)
    {
        _base = address;
        _invoker = new HttpMessageInvoker(EgressGuard.NewHandler(EgressRule.For(address, isOperatorAddress: true, [])));
    }

    /// <summary>The document at an address of this source; nothing where there is none.</summary>
    /// <param name="address">Below the source's own address: another one is refused, whoever names it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The document, and what was in the way where there is none; neither for 404.</returns>
    public async Task<(JsonDocument? Document, string? Problem)> ReadAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.GetLeftPart(UriPartial.Authority) != _base.GetLeftPart(UriPartial.Authority))
        {
            return (null, "the source names an address that is not its own");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Add("Accept", "application/json");
            request.Headers.Add("User-Agent", "gatehouse");
            using var answer = await _invoker.SendAsync(request, limit.Token);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return (null, null);
            }

            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return (null, $"the source answered {(int)answer.StatusCode}");
            }

            return await ParseAsync(answer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, "the source did not answer in time");
        }
        catch (InvalidDataException)
        {
            return (null, "the source's answer cannot be unpacked");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or EgressRefusedException)
        {
            return (null, failure is EgressRefusedException || failure.InnerException is EgressRefusedException
                ? "the source's address is not public"
                : "the source cannot be reached");
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<(JsonDocument? Document, string? Problem)> ParseAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        // NuGet packs some of what it has, whoever asks. SECURITY: what is counted is what comes out.
        await using var sent = await answer.Content.ReadAsStreamAsync(cancel);
        await using var body = answer.Content.Headers.ContentEncoding.SequenceEqual(["gzip"], StringComparer.OrdinalIgnoreCase)
            ? new GZipStream(sent, CompressionMode.Decompress) : sent;
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        while (await body.ReadAsync(text.GetMemory(16 * 1024), cancel) is > 0 and var read)
        {
            text.Advance(read);
            if (text.WrittenCount > MaxAnswer)
            {
                return (null, $"the source's answer has more than {MaxAnswer} bytes");
            }
        }

        try
        {
            return (JsonDocument.Parse(text.WrittenMemory, new JsonDocumentOptions { MaxDepth = 64 }), null);
        }
        catch (JsonException)
        {
            return (null, "the source's answer is not JSON");
        }
    }
}
