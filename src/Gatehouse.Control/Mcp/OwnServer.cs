using System.Net;
using System.Threading.RateLimiting;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Mcp;

/// <summary>Gatehouse's own MCP server: who may ask it. What it answers is in <see cref="OwnToolTable"/>.</summary>
/// <remarks>
/// SECURITY: an agent holds its key. So only keys of viewers are let in: neither here nor anywhere else could one approve,
/// widen or mint. What runs behind this reads over a connection that the database itself keeps from writing.
/// </remarks>
internal sealed partial class OwnServer(
    IServiceScopeFactory scopes, WrongCredentials wrong, ControlSettings settings, OwnPipeline pipeline, ILogger<OwnServer> log)
    : IBuiltInServer, IDisposable
{
    private static readonly BuiltInEntry _missing = Refusal(
        StatusCodes.Status401Unauthorized, "key-missing", "An API key of a viewer is needed: send Authorization: Bearer ghk_…");

    private static readonly BuiltInEntry _wrong = Refusal(StatusCodes.Status401Unauthorized, "key-wrong", "The API key is not valid.");

    private static readonly BuiltInEntry _guessed = Refusal(
        StatusCodes.Status429TooManyRequests, "too-many-wrong-tokens", "Too many wrong keys came from this address.");

    private static readonly BuiltInEntry _strong = Refusal(
        StatusCodes.Status403Forbidden, "key-too-strong", "This server takes keys with the role viewer alone: an agent holds it.");

    private static readonly BuiltInEntry _frozen = Refusal(
        StatusCodes.Status403Forbidden, "organisation-frozen", "The organisation of this key is frozen.");

    private static readonly BuiltInEntry _often = Refusal(
        StatusCodes.Status429TooManyRequests, "key-busy", "This key asks too often, or too much at once.");

    private static readonly BuiltInEntry _store = Refusal(
        StatusCodes.Status503ServiceUnavailable, ControlFaults.StoreUnavailable.Word, "The database did not answer.");

    private static readonly BuiltInEntry _bug = Refusal(
        StatusCodes.Status500InternalServerError, ControlFaults.InternalError.Word, "Something went wrong in the server.");

    private readonly Places _places = new();
    private readonly PartitionedRateLimiter<string> _rates =
        PartitionedRateLimiter.Create<string, string>(id => RateLimits.Bucket(id, settings.Rates.Known));

    /// <inheritdoc/>
    public async ValueTask<BuiltInEntry> EnterAsync(string token, IPAddress? from, CancellationToken cancel)
    {
        try
        {
            return await AdmitAsync(token, Plain(from), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return _store;
        }
        catch (Exception failed) when (failed is DbUpdateException || StoreFailure.Of(failed) is not null)
        {
            LogStore(log, failed.GetType().Name);
            return _store;
        }
        catch (Exception failed)
        {
            LogBug(log, failed);
            return _bug;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rates.Dispose();

    private async Task<BuiltInEntry> AdmitAsync(string token, string from, CancellationToken cancel)
    {
        // 1. Whose key it is, as the tables say now.
        await using var scope = scopes.CreateAsyncScope();
        var parts = scope.ServiceProvider;
        if (SecretForms.Hash(SecretForms.ApiKey, token) is not { } hash)
        {
            return wrong.IsExceededAfter(from) ? _guessed : token.Length == 0 ? _missing : _wrong;
        }

        if ((await parts.GetRequiredService<Standing>().ApiKeyAsync(from, row => row.TokenHash == hash, cancel)).Value is not { } who)
        {
            return wrong.IsExceededAfter(from) ? _guessed : _wrong;
        }

        // 2. Whether it may.
        if (who.Role != Role.Viewer)
        {
            return _strong;
        }

        var db = parts.GetRequiredService<ControlDb>();
        if (!await db.Organisations.AsNoTracking().AnyAsync(row => row.Id == who.OrganisationId && row.Frozen == null, cancel))
        {
            return _frozen;
        }

        // 3. Whether there is room.
        using var lease = _rates.AttemptAcquire(who.Id);
        if (!lease.IsAcquired || _places.Take(who.Id).Place is not { } place)
        {
            return _often;
        }

        try
        {
            await parts.GetRequiredService<LastUse>().NoteAsync(who, cancel);
        }
        catch
        {
            place.Dispose();
            throw;
        }

        return new BuiltInEntry(new OwnCaller(scopes, pipeline, who, place), StatusCodes.Status200OK, "", "");
    }

    private static BuiltInEntry Refusal(int status, string reason, string message) => new(null, status, reason, message);

    private static string Plain(IPAddress? from) =>
        from is null ? "" : (from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from).ToString();

    // SECURITY: messages of databases quote values; the kind is enough.
    [LoggerMessage(Level = LogLevel.Error, Message = "the database did not answer the own MCP server: {Kind}")]
    private static partial void LogStore(ILogger log, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "the own MCP server failed in a way that nobody expected")]
    private static partial void LogBug(ILogger log, Exception failed);

    private sealed class OwnCaller(IServiceScopeFactory scopes, OwnPipeline pipeline, Principal who, IDisposable place) : BuiltInCaller
    {
        public override async ValueTask<BuiltInAnswer> AnswerAsync(BuiltInRequest request, CancellationToken cancel)
        {
            // ORDER: before anything of the scope is asked for.
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<StoreAccess>().IsReadOnly = true;
            return await pipeline.AnswerAsync(request, new OwnUser(who, scope.ServiceProvider), cancel);
        }

        public override void Dispose()
        {
            place.Dispose();
            base.Dispose();
        }
    }
}
