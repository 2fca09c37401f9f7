using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Gatehouse.Control.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class GrantMaker : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "made_by_id",
                table: "grants",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "made_by_id",
                table: "grants");
        }
    }
}
