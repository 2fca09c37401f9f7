using Gatehouse.Control.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Accounts;

internal sealed class ServerAuthTable : IEntityTypeConfiguration<ServerAuth>
{
    public void Configure(EntityTypeBuilder<ServerAuth> builder)
    {
        builder.ToTable("server_auth").HasKey(row => row.ServerId);
        builder.HasOne<RegisteredServer>().WithOne().HasForeignKey<ServerAuth>(row => row.ServerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UpstreamAccountTable : IEntityTypeConfiguration<UpstreamAccount>
{
    public void Configure(EntityTypeBuilder<UpstreamAccount> builder)
    {
        builder.ToTable("upstream_accounts").HasKey(row => row.Id);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.ServerId, row.PersonId }).IsUnique();
        builder.HasIndex(row => row.RenewAt);
        builder.HasOne<RegisteredServer>().WithMany().HasForeignKey(row => row.ServerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PendingAccountTable : IEntityTypeConfiguration<PendingAccount>
{
    public void Configure(EntityTypeBuilder<PendingAccount> builder)
    {
        builder.ToTable("pending_accounts").HasKey(row => row.StateHash);
        builder.HasIndex(row => row.Expires);
    }
}
