using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gatehouse.Control.Mails;

internal sealed class MailTable : IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Mail> builder)
    {
        builder.ToTable("mails").HasKey(row => row.Id);
        builder.HasIndex(row => new { row.State, row.Next });
        builder.HasIndex(row => new { row.OrganisationId, row.Created });
        builder.HasIndex(row => row.Created);

        // One request is told to one person once.
        builder.HasIndex(row => new { row.SubjectId, row.PersonId }).IsUnique();
    }
}
