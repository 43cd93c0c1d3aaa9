// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up companies and people from word lists. Any likeness to a real firm is chance: the lists were written for
// this generator, and addresses end in .example, which nobody can register.
#include "datasets/generate.h"

#include <string.h>

#define PICK(rand, list) ((list)[g_rand_int_range((rand), 0, (gint32)G_N_ELEMENTS(list))])

static const char *const surnames[] = {
    "Gutiérrez", "Peña",    "Muñoz",    "Rodríguez", "Martínez", "Ordóñez",   "Castañeda", "Restrepo",
    "Zuluaga",   "Londoño", "Ibáñez",   "Quiñones",  "Vargas",   "Cárdenas",  "Jiménez",   "Patiño",
    "Nuñez",     "Acuña",   "Bermúdez", "Salazar",   "Hurtado",  "Mejía",     "Arango",    "Uribe",
    "Castro",    "Beltrán", "Rincón",   "Ríos",      "Suárez",   "Álvarez",   "Escobar",   "Montoya",
    "Ospina",    "Cañón",   "Triana",   "Güiza",     "Meza",     "De la Hoz", "Barrios",   "Pineda",
    "Ramírez",   "Serrano", "Ardila",   "Galvis",    "Piñeros"};
static const char *const first_names[] = {
    "María",  "José",   "Andrés",  "Sofía",   "Ángela", "Íñigo",  "Camila",   "Julián",
    "Lucía",  "Óscar",  "Diana",   "Héctor",  "Begoña", "Raúl",   "Inés",     "Paula",
    "Germán", "Adrián", "Rocío",   "Fabián",  "Elena",  "Iván",   "Marta",    "Tomás",
    "Nuria",  "Wilson", "Yolanda", "Gabriel", "Clara",  "Hernán", "Verónica", "Luis"};

static const char *const trades_co[TRADES][4] = {
    {"Ferretería", "Depósito de Materiales", "Ferreléctricos", "Tornillería"},
    {"Droguería", "Farmacia", "Drogas", "Droguería y Perfumería"},
    {"Supermercado", "Autoservicio", "Minimercado", "Merca"},
    {"Distribuidora", "Comercializadora", "Mayorista", "Almacenes"},
    {"Agropecuaria", "Insumos", "Concentrados", "Almacén Agrícola"},
    {"Papelería", "Miscelánea", "Cacharrería", "Librería"},
    {"Restaurante", "Asadero", "Panadería", "Cafetería"}};
static const char *const trades_es[TRADES][4] = {{"Ferretería", "Suministros", "Materiales", "Tornillería"},
                                                 {"Farmacia", "Parafarmacia", "Farmacia", "Ortopedia"},
                                                 {"Supermercado", "Ultramarinos", "Alimentación", "Frutería"},
                                                 {"Distribuciones", "Mayoristas", "Almacenes", "Comercial"},
                                                 {"Agrícola", "Piensos", "Semillas", "Cooperativa"},
                                                 {"Papelería", "Librería", "Imprenta", "Estanco"},
                                                 {"Restaurante", "Bodega", "Panadería", "Cafetería"}};
static const char *const marks[TRADES][8] = {
    {"El Tornillo", "La Llave", "El Yunque", "El Martillo", "La Broca", "El Maestro", "El Cañón", "La Viga"},
    {"La Salud", "El Bienestar", "La Esperanza", "La Economía", "Santa Lucía", "La Rebaja de la Niña",
     "Central", "Vida"},
    {"La Economía", "El Ahorro", "La Canasta", "Los Años Buenos", "El Vecino", "La Montaña", "El Triunfo",
     "La Cosecha"},
    {"del Norte", "del Sur", "La Alianza", "Nueva Era", "El Puerto", "La Cumbre", "Los Hermanos", "El Ñandú"},
    {"El Ganadero", "La Siembra", "El Establo", "La Piña", "El Cafetal", "La Caña", "El Potrero", "La Viña"},
    {"El Lápiz", "La Cometa", "El Saber", "Niños y Letras", "La Pluma", "El Colegio", "Punto Fino",
     "La Ñapa"},
    {"El Fogón", "La Abuela", "El Corral", "Sazón y Leña", "La Brasa", "El Trigal", "Doña Begoña",
     "El Balcón"}};
static const char *const saints[] = {"San Rafael",   "San José",      "Santa Ana",  "San Martín",
                                     "San Jerónimo", "La Candelaria", "San Andrés", "Santa Inés",
                                     "San Fermín",   "San Ramón",     "La Merced",  "El Carmen"};

// In Colombia, companies of some size carry their legal form; the comma makes the cell a quoted one.
static const char *legal_form(const char *country, Trade trade, GRand *rand)
{
  if (trade != TRADE_WHOLESALE && trade != TRADE_FARM && !g_rand_boolean(rand))
    return "";
  if (g_str_equal(country, "ES"))
    return g_rand_boolean(rand) ? ", S.L." : "";
  return g_rand_boolean(rand) ? " S.A.S." : g_rand_boolean(rand) ? ", Ltda." : "";
}

char *name_company(const char *country, Trade trade, const char *town, GRand *rand)
{
  bool spain = g_str_equal(country, "ES");
  const char *what = (spain ? trades_es : trades_co)[trade][g_rand_int_range(rand, 0, 4)];
  const char *mark = marks[trade][g_rand_int_range(rand, 0, 8)];
  const char *surname = PICK(rand, surnames), *other = PICK(rand, surnames), *saint = PICK(rand, saints);
  const char *form = legal_form(country, trade, rand);
  switch (g_rand_int_range(rand, 0, 7)) {
  case 0: return g_strconcat(what, " ", saint, NULL);
  case 1: return g_strconcat(what, " Hermanos ", surname, form, NULL);
  case 2: return g_strconcat(what, " ", surname, " & ", other, form, NULL);
  case 3: return g_strconcat(what, " ", mark, " de ", town, NULL);
  case 4: return g_strconcat(what, " ", surname, " e Hijos", form, NULL);
  case 5: return g_strconcat(what, " ", saint, " de ", town, form, NULL);
  default: return g_strconcat(what, " ", mark, form, NULL);
  }
}

char *name_person(GRand *rand)
{
  const char *first = PICK(rand, first_names), *last = PICK(rand, surnames), *second = PICK(rand, surnames);
  return g_strjoin(" ", first, last, second, NULL);
}

char *name_slug(const char *name)
{
  g_autofree char *plain = g_utf8_normalize(name, -1, G_NORMALIZE_NFD);
  GString *slug = g_string_new(NULL);
  for (const char *p = plain; *p; p++)
    if (g_ascii_isalnum(*p))
      g_string_append_c(slug, g_ascii_tolower(*p));
  return g_string_free(slug, FALSE);
}
