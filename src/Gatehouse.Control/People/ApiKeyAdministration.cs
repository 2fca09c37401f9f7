using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Credentials of programs: a role and an end, and no person behind them.</summary>
internal sealed class ApiKeyAdministration(ControlDb db, ControlStore store, Pages pages)
{
    private const string Kind = "api_key";
    private const int LongestLabel = 100;

    /// <summary>The keys, revoked and expired ones too, oldest first.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<ApiKeyView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel) =>
        who.Lacks(Right.ReadApiKeys) is { } lacking
            ? lacking
            : await pages.ReadAsync(
                who, "api_keys", db.ApiKeys.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId), query, View, cancel);

    /// <summary>Makes a key; its secret is in this one answer.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>idempotency-key-reused</c>.</remarks>
    public ValueTask<Outcome<CreatedApiKey>> CreateAsync(Principal who, NewApiKey wanted, Repeat? repeat, CancellationToken cancel) =>
        store.ChangeAsync<CreatedApiKey>(who, Right.ChangeApiKeys, change =>
        {
            if (Text.Invalid("label", wanted.Label, LongestLabel) is { } invalid)
            {
                return Give(invalid);
            }

            if (wanted.Expires <= change.Now || wanted.Expires > change.Now + SessionLife.ApiKey)
            {
                return Give(ControlFaults.Invalid("expires", "is not in the future, or more than a year ahead"));
            }

            var token = SecretForms.ApiKey.Create();
            var key = new ApiKey
            {
                Id = Ids.New("key"),
                OrganisationId = change.Who.OrganisationId,
                Label = wanted.Label,
                Role = wanted.Role,
                TokenHash = SecretForms.Hash(SecretForms.ApiKey, token)!,
                Shown = SecretForms.ApiKey.Shown(token),
                CreatedById = change.Who.Id,
                CreatedBy = change.Who.Label,
                Created = change.Now,
                Expires = wanted.Expires.ToUniversalTime(),
            };
            change.Db.ApiKeys.Add(key);
            change.Note("api_key.created", Kind, key.Id, null, View(key));
            change.IsUnseenByCalls = true;
            return Give(new CreatedApiKey(View(key), token));
        }, cancel, repeat);

    /// <summary>Ends a key at once. One that has ended stays as it is.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public ValueTask<Outcome<Done>> RevokeAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangeApiKeys, async change =>
        {
            var key = await change.Db.ApiKeys.SingleOrDefaultAsync(
                row => row.Id == id && row.OrganisationId == change.Who.OrganisationId, change.Cancel);
            if (key is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            Revoke(change, key);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    /// <summary>Ends a key inside a change, and notes it.</summary>
    public static void Revoke(Change change, ApiKey key)
    {
        var before = View(key);
        key.Revoked ??= change.Now;
        change.Note("api_key.revoked", Kind, key.Id, before, View(key));
    }

    private static ValueTask<Outcome<CreatedApiKey>> Give(Outcome<CreatedApiKey> outcome) => ValueTask.FromResult(outcome);

    private static ApiKeyView View(ApiKey key) => new()
    {
        Id = key.Id,
        Label = key.Label,
        Role = key.Role,
        Shown = key.Shown,
        By = key.CreatedBy,
        Created = key.Created,
        Expires = key.Expires,
        LastUsed = key.LastUsed,
        Revoked = key.Revoked,
    };
}
