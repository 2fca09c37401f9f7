using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Sealing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Identity's store over our tables. Keys of authenticators and recovery codes are encrypted.</summary>
internal sealed class PersonStore(ControlDb db, Sealer sealer) : UserOnlyStore<Person, ControlDb, string>(db)
{
    private const string Purpose = "person-token";

    /// <inheritdoc/>
    public override Task SetTokenAsync(
        Person user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(
            user, loginProvider, name,
            value is null ? null : sealer.Seal(Purpose, user.Id, name, System.Text.Encoding.UTF8.GetBytes(value), DateTimeOffset.MaxValue),
            cancellationToken);

    /// <inheritdoc/>
    public override async Task<string?> GetTokenAsync(Person user, string loginProvider, string name, CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } text
        && sealer.Open(Purpose, user.Id, name, text) is { } value
            ? System.Text.Encoding.UTF8.GetString(value)
            : null;
}
