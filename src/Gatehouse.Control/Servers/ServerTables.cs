using Gatehouse.Control.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Servers;

internal sealed class ServerTable : IEntityTypeConfiguration<RegisteredServer>
{
    public void Configure(EntityTypeBuilder<RegisteredServer> builder)
    {
        builder.ToTable("servers").HasKey(row => row.Id);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.ComplexProperty(row => row.Frozen);
        builder.HasIndex(row => row.OrganisationId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ServerSecretTable : IEntityTypeConfiguration<ServerSecret>
{
    public void Configure(EntityTypeBuilder<ServerSecret> builder)
    {
        builder.ToTable("server_secrets").HasKey(row => new { row.ServerId, row.Header });
        builder.HasOne<RegisteredServer>().WithMany().HasForeignKey(row => row.ServerId).OnDelete(DeleteBehavior.Restrict);
    }
}
